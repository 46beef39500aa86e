/** Bugs that a phone could have. */
import type { Operation } from '#lib/domain/operation.ts';
import type { Databases } from '#lib/storage/databases.ts';
import type { Bug } from './bug.ts';
import type { SimPhone } from './phone.ts';
import { sentOperations } from './sent-operations.ts';

function open(phone: SimPhone): Databases {
	const databases = phone.tabs.find((tab) => tab.databases !== null)?.databases;
	if (!databases) throw new Error('the phone is closed');
	return databases;
}

/** Something kept for each phone. */
function perPhone<T>(make: () => T): (phone: SimPhone) => T {
	const kept = new WeakMap<SimPhone, T>();
	return (phone) => {
		const known = kept.get(phone) ?? make();
		kept.set(phone, known);
		return known;
	};
}

const cursorBeforeRows: Bug = {
	name: 'cursor saved before rows',
	store: (store, phone) => ({
		...store,
		async applyPage(page) {
			const cursor = (await store.cursors()).find((one) => one.scope === page.scope);
			const { gen, from, to } = page;
			if (cursor?.gen !== gen || cursor.seq !== from || to === from) return store.applyPage(page);
			await open(phone).pulls.run((database) => database.cursors.put({ ...cursor, seq: to }));
			return store.applyPage({ ...page, from: to });
		}
	})
};

const deleteOnSend: Bug = {
	name: 'delete outbox on send',
	store: (store, phone) => ({
		...store,
		async nextBatch(options) {
			const batch = await store.nextBatch(options);
			await open(phone).pulls.run((database) => database.outbox.bulkDelete(batch.map((one) => one.opId)));
			return batch;
		}
	})
};

const retries = perPhone(() => ({ sent: new Set<string>(), origin: new Map<string, string>() }));
const retryWithNewId: Bug = {
	name: 'retry with a new id',
	store: (store, phone) => ({
		...store,
		async nextBatch(options) {
			const { sent, origin } = retries(phone);
			const batch = await store.nextBatch(options);
			return batch.map((operation): Operation => {
				const opId = sent.has(operation.opId) ? phone.newId() : operation.opId;
				sent.add(operation.opId);
				origin.set(opId, operation.opId);
				return { ...operation, opId };
			});
		},
		async applyVerdicts(verdicts, answered) {
			const { origin } = retries(phone);
			const known = verdicts.map((one) => ({ ...one, opId: origin.get(one.opId) ?? one.opId }));
			const moved = new Set(await store.applyVerdicts(known, answered));
			return verdicts.flatMap(({ opId }) => (moved.has(origin.get(opId) ?? opId) ? [opId] : []));
		}
	})
};

const pullOverwrites: Bug = {
	name: 'pull overwrites pending',
	store: (store, phone) => ({
		...store,
		async applyPage(page) {
			const applied = await store.applyPage(page);
			await open(phone).pulls.run(async (database) => {
				for (const { id } of page.rows) {
					const row = await database.records.get(id);
					if (!row?.base || row.laid === undefined) continue;
					const { laid: _laid, ...rest } = row;
					await database.transaction(
						'rw',
						database.records.tables,
						async () => await database.records.put([rest])
					);
				}
			});
			return applied;
		}
	})
};

const purgeBeforeAttention: Bug = {
	name: 'purge before attention',
	store: (store, phone) => ({
		...store,
		async dropScope(scope, now, sends) {
			await open(phone).pulls.run(async (database) => {
				for (const row of await database.records.filter(() => true)) {
					if (row.memberships[scope] === undefined) continue;
					await database.outbox.where('recordId').equals(row.id).delete();
				}
			});
			return store.dropScope(scope, now, sends);
		}
	})
};

const byPosition: Bug = {
	name: 'verdicts by position',
	http: (http) => async (request) => {
		const answer = await http(request);
		if (!request.path.endsWith('push') || answer.status !== 200) return answer;
		try {
			const sent = sentOperations(JSON.parse(new TextDecoder().decode(request.body)));
			const content = JSON.parse(answer.text) as { verdicts: { opId: string }[] };
			for (const [at, verdict] of content.verdicts.entries()) verdict.opId = sent[at]?.opId ?? verdict.opId;
			return { ...answer, text: JSON.stringify(content) };
		} catch {
			return answer;
		}
	}
};

const portalAccepted: Bug = {
	name: 'portal answer accepted',
	http: (http, phone) => async (request) => {
		const answer = await http(request);
		const isOurs = answer.contentType.includes('json') && answer.text.includes('"nonce"');
		if (!request.path.endsWith('push') || answer.status !== 200 || isOurs) return answer;
		const sent = JSON.parse(new TextDecoder().decode(request.body)) as { nonce: string };
		const said = phone.stored?.row('meta', 'server')?.value;
		const facts = said as { serverId: string; epoch: number } | undefined;
		const verdicts = sentOperations(sent).map((one) => ({
			...{ opId: one?.opId, outcome: 'applied', rev: 1, no: null, refusal: null }
		}));
		const serverTime = new Date(phone.now).toISOString();
		const { serverId, epoch } = facts ?? { serverId: '', epoch: 0 };
		const content = { protocol: 1, serverId, epoch, nonce: sent.nonce, serverTime, verdicts };
		return { ...answer, contentType: 'application/json', text: JSON.stringify(content) };
	}
};

const failures = perPhone(() => ({ count: 0 }));
const backOffStays: Bug = {
	name: 'back-off never resets',
	http: (http, phone) => async (request) => {
		try {
			return await http(request);
		} catch (error) {
			failures(phone).count++;
			throw error;
		}
	},
	clock: (clock, phone) => ({
		...clock,
		after(millis, callback) {
			const { count } = failures(phone);
			return clock.after(
				count === 0 ? millis : Math.max(millis, Math.min(600_000, 2_000 * 2 ** count)),
				callback
			);
		}
	})
};

const upgradeDrops: Bug = {
	name: 'upgrade drops outbox',
	upgrade: (phone) => void phone.stored?.clear('outbox')
};

const hashUnverified: Bug = {
	name: 'hash not verified',
	store: (store) => ({
		...store,
		applyPage: async ({ scope, gen, from, to, rows, more }) =>
			store.applyPage({ scope, gen, from, to, rows, more })
	})
};

const sentButSetAside: Bug = {
	name: 'all sent, but for what was set aside',
	counts: (counts) => ({ ...counts, attention: 0 })
};

const sentButPhotos: Bug = {
	name: 'all sent, but for photos',
	counts: (counts) => ({ ...counts, photosWaiting: 0 })
};

export const phoneBugs: readonly Bug[] = [
	cursorBeforeRows,
	deleteOnSend,
	retryWithNewId,
	pullOverwrites,
	purgeBeforeAttention,
	byPosition,
	portalAccepted,
	backOffStays,
	upgradeDrops,
	hashUnverified,
	sentButSetAside,
	sentButPhotos
];
