-- batch
 set lock_timeout 5000

-- batch
SET DEADLOCK_PRIORITY LOW

-- batch
set implicit_transactions on 

-- batch
SELECT 1

-- sp_executesql
SELECT SYSDATETIMEOFFSET()

-- batch
IF @@TRANCOUNT > 0 ROLLBACK TRAN
