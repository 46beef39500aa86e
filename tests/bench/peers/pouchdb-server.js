/** express-pouchdb on LevelDB. Arguments: port, database (its folder is used), file of the page's script. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import expressPouch from 'express-pouchdb';
import PouchDB from 'pouchdb';
import { PAGE } from '../bundle-page.ts';

const [port, , script] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'liangfeng-bench-pouch-'));
const page = readFileSync(script, 'utf8');
const Stored = PouchDB.defaults({ prefix: `${folder}/` });
const options = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt') };
const app = express();
app.get('/', (_request, response) => response.type('html').send(PAGE));
app.get('/bench.js', (_request, response) => response.type('js').send(page));
app.use('/db', expressPouch(Stored, options));
app.listen(Number(port), '127.0.0.1', () => console.log('listening'));
