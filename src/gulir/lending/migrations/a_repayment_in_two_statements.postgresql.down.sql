DROP FUNCTION lending_repayment_writes(jsonb)
--;
DROP FUNCTION lending_repayment_reads(uuid, uuid, timestamptz, uuid, date)
