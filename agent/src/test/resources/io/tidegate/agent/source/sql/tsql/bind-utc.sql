-- batch
 set lock_timeout 5000

-- batch
SET DEADLOCK_PRIORITY LOW

-- batch
set implicit_transactions on 

-- batch
SELECT 1

-- sp_executesql @P0 nvarchar(4000)
-- @P0 = nvarchar SELECT * FROM calls WHERE s >= @P0 AND s < @P1
exec sp_describe_undeclared_parameters @P0

-- sp_executesql @P0 datetime2,@P1 datetime2
-- @P0 = datetime2(7) 2026-11-20T08:00
-- @P1 = datetime2(7) 2026-11-20T09:00
SELECT * FROM calls WHERE s >= @P0 AND s < @P1

-- batch
IF @@TRANCOUNT > 0 ROLLBACK TRAN
