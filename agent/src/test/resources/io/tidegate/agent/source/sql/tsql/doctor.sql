-- batch
 set lock_timeout 4000

-- batch
SET DEADLOCK_PRIORITY LOW

-- batch
set implicit_transactions on 

-- batch
SELECT SUSER_SNAME()

-- batch
SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID

-- sp_executesql
SELECT SYSDATETIMEOFFSET()

-- batch
SELECT 'UTC' + DATENAME(TZoffset, SYSDATETIMEOFFSET())

-- batch
IF @@TRANCOUNT > 0 ROLLBACK TRAN

-- batch
 set lock_timeout 4000

-- batch
SET DEADLOCK_PRIORITY LOW

-- batch
set implicit_transactions on 

-- batch
set fmtonly on SELECT queue AS queueidentifier, queue AS queuename, at AS timestamp, answered FROM dbo.calls
set fmtonly off

-- batch
set fmtonly on SELECT * FROM (
SELECT queue AS queueidentifier, queue AS queuename, at AS timestamp, answered FROM dbo.calls
) tidegate WHERE tidegate.[timestamp] >= CAST(? AS datetime) AND tidegate.[timestamp] < CAST(? AS datetime)
OPTION (RECOMPILE)
set fmtonly off

-- batch
SELECT IS_SRVROLEMEMBER('sysadmin'), IS_MEMBER('db_owner'), IS_MEMBER('db_datawriter'),
  IS_MEMBER('db_ddladmin'), HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'INSERT'),
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'UPDATE'),
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'DELETE'),
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE'), DB_NAME(), USER_NAME()


-- batch
SELECT name FROM (
  SELECT QUOTENAME(SCHEMA_NAME(o.schema_id)) + '.' + QUOTENAME(o.name) AS name
  FROM sys.objects o WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0) tables
WHERE HAS_PERMS_BY_NAME(name, 'OBJECT', 'INSERT') = 1
  OR HAS_PERMS_BY_NAME(name, 'OBJECT', 'UPDATE') = 1
  OR HAS_PERMS_BY_NAME(name, 'OBJECT', 'DELETE') = 1
ORDER BY name


-- batch
SET SHOWPLAN_XML ON

-- batch
SELECT * FROM (
SELECT queue AS queueidentifier, queue AS queuename, at AS timestamp, answered FROM dbo.calls
) tidegate WHERE tidegate.[timestamp] >= CAST(CAST('2026-11-19T10:00:00' AS datetime2) AS datetime) AND tidegate.[timestamp] < CAST(CAST('2026-11-19T11:00:00' AS datetime2) AS datetime)

-- batch
SET SHOWPLAN_XML OFF

-- batch
IF @@TRANCOUNT > 0 ROLLBACK TRAN
