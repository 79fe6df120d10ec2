-- batch
 set lock_timeout 5000

-- batch
SET DEADLOCK_PRIORITY LOW

-- batch
set implicit_transactions on 

-- batch
SELECT 1

-- batch
set fmtonly on SELECT * FROM calls WHERE started >= CAST(NULL AS datetime2) AND ended < CAST(NULL AS datetime2) AND note <> 'what?'
set fmtonly off

-- sp_executesql @P0 nvarchar(4000)
-- @P0 = nvarchar SELECT * FROM calls WHERE started >= @P0 AND ended < @P1 AND note <> 'what?'
exec sp_describe_undeclared_parameters @P0

-- sp_executesql @P0 datetime2,@P1 datetime2
-- @P0 = datetime2(7) 2026-11-20T09:00
-- @P1 = datetime2(7) 2026-11-20T10:00
SELECT * FROM calls WHERE started >= CAST(@P0 AS datetime) AND ended < @P1 AND note <> 'what?'

-- batch
IF @@TRANCOUNT > 0 ROLLBACK TRAN
