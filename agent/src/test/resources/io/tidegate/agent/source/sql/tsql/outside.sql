-- batch
 set lock_timeout 5000

-- batch
SET DEADLOCK_PRIORITY LOW

-- batch
set implicit_transactions on 

-- batch
SELECT 1

-- batch
set fmtonly on SELECT * FROM dbo.calls
set fmtonly off

-- sp_executesql @P0 datetime2,@P1 datetime2,@P2 datetime2
-- @P0 = datetime2(7) 2026-11-20T09:00
-- @P1 = datetime2(7) 2026-11-20T09:00
-- @P2 = datetime2(7) 2026-11-20T10:00
SELECT count(*), count(tidegate.[timestamp]), count(CASE WHEN tidegate.[timestamp] < CAST(@P0 AS datetime) THEN 1 END) FROM (
SELECT * FROM dbo.calls
) tidegate WHERE tidegate.[timestamp] IS NULL OR tidegate.[timestamp] < CAST(@P1 AS datetime) OR tidegate.[timestamp] >= CAST(@P2 AS datetime)
OPTION (RECOMPILE)

-- batch
IF @@TRANCOUNT > 0 ROLLBACK TRAN
