/** A backup as a process of its own under a bound of its heap: `node --max-old-space-size=N backup-heap.ts URL FILE`. */
import { openDatabase } from '#lib/server/database/open.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';

const [url = '', file = ''] = process.argv.slice(2);
const database = openDatabase(url);
const { rows } = await writeBackup(database, file, { clock: () => new Date() });
await database.close();
console.log(JSON.stringify({ rows: Object.values(rows).reduce((sum, count) => sum + count, 0) }));
