import { randomUUID } from 'node:crypto';
import {
	error,
	redirect,
	type Handle,
	type HandleServerError,
	type RequestEvent,
	type ServerInit
} from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { building } from '$app/environment';
import { paraglideMiddleware } from '#i18n/paraglide/server.js';
import { m } from '#lib/i18n.ts';
import { openStores, type OpenStores } from '#lib/server/attachments/open-stores.ts';
import { watchMissing } from '#lib/server/attachments/watch-missing.ts';
import { admit } from '#lib/server/access/route-access.ts';
import { authenticateDesk } from '#lib/server/accounts/authenticate-desk.ts';
import { DESK_COOKIE } from '#lib/server/accounts/session.ts';
import { holdDatabase } from '#lib/server/backup/hold-database.ts';
import { ClockGuard } from '#lib/server/clock-guard.ts';
import { readConfig, type Config } from '#lib/server/config.ts';
import { isOutage } from '#lib/server/database/is-outage.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { asOutage, outageAnswer } from '#lib/server/http/outage-answer.ts';
import { onStop } from '#lib/server/http/stopping.ts';
import { LiveHub } from '#lib/server/live/live-hub.ts';
import { databaseSource } from '#lib/server/live/live-source.ts';
import { log, quietPath } from '#lib/server/log.ts';
import { systemPorts } from '#lib/server/ports.ts';
import { ensureSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { watchParked } from '#lib/server/sync/watch-parked.ts';

/** A begun photo that nothing was added to for so long is sent anew, should its phone come back. */
const BEGUN_MILLIS = 90 * 24 * 3_600_000;

let config: Config;
let database: ServerDatabase;
let live: LiveHub;
let clockGuard: ClockGuard;
let files: OpenStores;

export const init: ServerInit = async () => {
	if (building) return;
	const reading = readConfig(process.env);
	// Commands have told the operator already; this is for `vite dev`.
	if (!reading.ok) throw new Error(reading.problems.map((one) => `${one.variable}: ${one.code}`).join(', '));
	config = reading.config;
	database = openDatabase(config.databaseUrl);
	await migrate(database);
	clockGuard = await ClockGuard.read(database);
	const lease = await holdDatabase(database, systemPorts);
	await ensureSealingKey(database, systemPorts.clock());
	files = openStores(config);
	await files.parts.sweep(new Date(systemPorts.clock().getTime() - BEGUN_MILLIS));
	const stopLooking = watchMissing(database, files.files, systemPorts.clock);
	const stopJudging = watchParked(database, systemPorts.clock, clockGuard);
	live = new LiveHub(databaseSource(database, systemPorts.clock));
	onStop('streams', () => live.close());
	onStop('database', async () => {
		await stopLooking();
		await stopJudging();
		await lease.release();
		await database.close();
	});
};

/** The reader's language by cookie, and `lang` of the document with it. */
const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		return resolve(event, {
			transformPageChunk: ({ html }) => html.replace('<html lang="zh-CN"', `<html lang="${locale}"`)
		});
	});

/** The offline shell, made while building, names all that the home is made of. */
const shell: Handle = async ({ event, resolve }) => {
	if (!building || event.url.pathname !== '/shell') return resolve(event);
	const { nameHomeFiles } = await import('./bin/name-home-files.ts');
	return resolve(event, { transformPageChunk: ({ html }) => nameHomeFiles(html, process.cwd()) });
};

/** Kit checks the origin of form posts; this is the same for everything else that is not a mere reading. */
function isForeign(request: Request, origin: string): boolean {
	if (request.method === 'GET' || request.method === 'HEAD') return false;
	const from = request.headers.get('origin');
	if (from !== null) return from !== origin;
	const site = request.headers.get('sec-fetch-site');
	return site !== null && site !== 'same-origin' && site !== 'none';
}

const access: Handle = async ({ event, resolve }) => {
	if (building) return resolve(event);
	event.locals.config = config;
	event.locals.database = database;
	event.locals.live = live;
	event.locals.clockGuard = clockGuard;
	event.locals.files = files;
	event.locals.ports = systemPorts;
	event.locals.desk = null;
	const id = event.route.id;
	// No such page: SvelteKit answers 404 by itself, nothing of ours runs.
	if (id === null) return resolve(event);
	if (isForeign(event.request, config.origin)) error(403, m.access_foreign_origin());
	event.locals.desk = await authenticateDesk(database, event.cookies.get(DESK_COOKIE));
	switch (admit(id, event.request.method, event.locals.desk)) {
		case 'admitted':
			break;
		case 'sign-in':
			if (event.request.method !== 'GET') error(401, m.access_sign_in());
			redirect(303, `/desk/sign-in?to=${encodeURIComponent(event.url.pathname)}`);
			break;
		case 'refused':
			error(403, m.access_refused());
	}
	const response = await resolve(event);
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
	// With `no-referrer` browsers send `Origin: null` with a form that is posted without script (Fetch, "append a request
	// Origin header"), and Kit would refuse it.
	if (id.startsWith('/(desk)') || id.startsWith('/setup') || id.startsWith('/s/'))
		response.headers.set('referrer-policy', 'same-origin');
	return response;
};

/** While the database cannot work, everybody is told to come back, whatever they asked for. */
const outage: Handle = async ({ event, resolve }) => {
	event.locals.outage = false;
	const isPhone = event.url.pathname.startsWith('/api/');
	try {
		const response = await resolve(event);
		if (!event.locals.outage) return response;
		return isPhone ? outageAnswer() : asOutage(response);
	} catch (cause) {
		// What fails before a route is found answers nothing by itself.
		if (!isOutage(cause)) throw cause;
		logOutage(event, cause);
		return isPhone ? outageAnswer() : asOutage(new Response(m.access_outage()));
	}
};

function logOutage({ request, url }: RequestEvent, cause: unknown): void {
	const id = randomUUID().slice(0, 8);
	log.failure('database-away', id, cause);
	log.info('request-failed-at', { id, method: request.method, path: quietPath(url.pathname) });
}

export const handle = sequence(outage, language, shell, access);

export const handleError: HandleServerError = ({ error: cause, event, status }) => {
	if (status === 404) return { message: m.access_no_such_page() };
	if (isOutage(cause)) {
		event.locals.outage = true;
		logOutage(event, cause);
		return { message: m.access_outage() };
	}
	const id = randomUUID().slice(0, 8);
	log.failure('request-failed', id, cause);
	log.info('request-failed-at', { id, method: event.request.method, path: quietPath(event.url.pathname) });
	return { message: m.access_failed({ id }), id };
};
