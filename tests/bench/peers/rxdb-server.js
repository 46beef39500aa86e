/** A replication endpoint for RxDB on SQLite. Arguments: port, database `sqlite:PATH`, file of the page's script. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';
import { PAGE } from '../bundle-page.ts';

const [port, url, script] = process.argv.slice(2);
const page = readFileSync(script, 'utf8');
const db = new Sqlite(url.slice('sqlite:'.length));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(
	'create table doc (seq integer primary key autoincrement, batch text, id text, body text, unique (batch, id))'
);
const known = db.prepare('select body from doc where batch = ? and id = ?').pluck();
const put = db.prepare('insert or replace into doc (batch, id, body) values (?, ?, ?)');
const after = db.prepare('select seq, body from doc where batch = ? and seq > ? order by seq limit ?');
const last = db.prepare('select max(seq) from doc').pluck();

const push = db.transaction((batch, rows) => {
	const conflicts = [];
	for (const { newDocumentState: next, assumedMasterState: assumed } of rows) {
		const master = known.get(batch, next.id);
		if (master && (!assumed || master !== JSON.stringify(assumed))) conflicts.push(JSON.parse(master));
		else put.run(batch, next.id, JSON.stringify(next));
	}
	return conflicts;
});

function pull(batch, { checkpoint, limit }) {
	const rows = after.all(batch, checkpoint?.seq ?? 0, limit);
	const last = rows.at(-1);
	const documents = rows.map((row) => JSON.parse(row.body));
	return { documents, checkpoint: last ? { seq: last.seq } : checkpoint };
}

/** Open streams by batch. */
const streams = new Map();

function listen(batch, response) {
	const open = streams.get(batch) ?? new Set();
	streams.set(batch, open.add(response));
	response.on('close', () => open.delete(response));
	response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
}

/** What a push wrote, with the checkpoint after it. */
function tell(batch, seq) {
	const open = streams.get(batch);
	if (!open?.size) return;
	const event = JSON.stringify(pull(batch, { checkpoint: { seq }, limit: 1_000 }));
	for (const response of open) response.write(`data: ${event}\n\n`);
}

function pushAndTell(batch, rows) {
	const before = last.get();
	const conflicts = push(batch, rows);
	tell(batch, before ?? 0);
	return conflicts;
}

createServer(async (request, response) => {
	if (request.url === '/') return response.setHeader('content-type', 'text/html').end(PAGE);
	if (request.url === '/bench.js') return response.setHeader('content-type', 'text/javascript').end(page);
	const [, batch, what] = /^\/rx\/([0-9a-z-]+)\/(push|pull|stream)$/.exec(request.url) ?? [];
	if (what === 'stream') return listen(batch, response);
	const parts = [];
	for await (const part of request) parts.push(part);
	if (!what) return response.writeHead(404).end();
	const sent = JSON.parse(Buffer.concat(parts).toString());
	response.setHeader('content-type', 'application/json');
	return response.end(JSON.stringify(what === 'push' ? pushAndTell(batch, sent) : pull(batch, sent)));
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
