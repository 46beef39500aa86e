/** Steps of a story that happen on a phone. */
import { handout } from '#lib/records/handout/handout.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { blankRecipient } from '#lib/records/handout/upcast.ts';
import { visitSample } from '#lib/records/visit/sample.ts';
import { requestSample } from '#lib/records/request/sample.ts';
import type { NewWork } from '#lib/storage/save-work.ts';
import { takePhotos } from './do-photos.ts';
import { finishDraft, openForm, saveForm } from './forms.ts';
import type { SimPhone } from './phone.ts';
import { holdSession, signSomebody } from './do-sign.ts';
import { sendHostile } from './hostile.ts';
import { REGIONS, TEAM_OF } from './population.ts';
import type { AppAge } from './read-body.ts';
import { newMovement } from './stock/do-stock.ts';
import type { Act } from './story.ts';
import type { World } from './world.ts';

const chosen = <T>(from: readonly T[], pick: number): T | undefined => from[pick % Math.max(1, from.length)];

function textOf(world: World, phone: SimPhone): string {
	return `${phone.name}-${++world.texts}`;
}

function newVisit(world: World, phone: SimPhone, region: string): NewWork {
	const body = {
		...visitSample,
		...{ region, team: TEAM_OF[phone.account] ?? null, organisation: null },
		...{ situation: textOf(world, phone), remark: textOf(world, phone), placeText: textOf(world, phone) }
	};
	return phone.work('put', 'visit', phone.newId(), body);
}

/** A handout as version 1 wrote it, where persons had no more than a name and nobody signed, or as today's. */
function newHandout(world: World, phone: SimPhone, by: AppAge): NewWork {
	const name = textOf(world, phone);
	const person = { id: phone.newId(), name, proxy: null };
	const sample = Object.entries(handoutSample).filter(([field]) => by === 'today' || field !== 'signature');
	const body = {
		...Object.fromEntries(sample),
		...{ region: REGIONS[0], team: TEAM_OF[phone.account] ?? null, organisation: null, placeText: name },
		recipients: [by === 'older' ? person : { ...blankRecipient(person.id), name }]
	};
	return phone.work('put', 'handout', phone.newId(), body, by === 'older' ? 1 : handout.version);
}

function recordIds(phone: SimPhone): string[] {
	const records = phone.stored?.rows('records') ?? [];
	return records.flatMap((row) => (row.kind === 'visit' ? [row.id] : []));
}

async function later(world: World, millis: number, phone: SimPhone): Promise<void> {
	world.timeline.after(
		millis,
		() => {
			if (!phone.isOpen) void phone.open();
		},
		world.fate
	);
}

/** Work that a broken or newer app might save: the server refuses or parks it, and it harms nothing else. */
function poisoned(world: World, phone: SimPhone, how: number): NewWork {
	const good = newVisit(world, phone, REGIONS[0]);
	switch (how) {
		case 0:
			return { ...good, body: { ...(good.body as object), peopleMet: 'many' } };
		case 1:
			return { ...good, schema: 99 };
		case 2:
			return { ...good, kind: 'mystery' };
		case 3:
			return { ...good, recordId: `not-a-uuid-${world.texts}` };
		case 4:
			return { ...good, verb: 'dance' as 'put' };
		case 5:
			return { ...good, at: 'yesterday' };
		case 6:
			// Half a sign, and one that PostgreSQL cannot keep.
			return { ...good, body: { ...(good.body as object), remark: 'half \ud83d, none \u0000' } };
		case 7:
			return { ...good, body: JSON.parse('{"__proto__":{"region":"361024"},"region":"361024"}') as unknown };
		default:
			return { ...good, body: null };
	}
}

/** Does a step that belongs to a phone; false: it belongs to none. */
export async function doOnPhone(world: World, act: Act & { readonly p: number }): Promise<void> {
	const phone = world.phones[act.p % world.phones.length] as SimPhone;
	switch (act.is) {
		case 'save': {
			const visit = newVisit(world, phone, REGIONS[act.region] ?? REGIONS[0]);
			const entries = [visit];
			if (act.withRequest && phone.app === 'today') {
				const { region, team } = visit.body as { region: string; team: string | null };
				const body = { ...requestSample, region, team, visitId: visit.recordId };
				entries.push(phone.work('put', 'request', phone.newId(), body));
			}
			return phone.act('save', (databases) => phone.save(databases, entries), world.texts);
		}
		case 'edit': {
			const id = chosen(recordIds(phone), act.pick);
			const text = textOf(world, phone);
			if (id === undefined) return;
			return phone.act('edit', async (databases) => {
				const form = await openForm(phone, databases, id, [act.field, text]);
				if (form && !act.keep) await saveForm(phone, databases, form);
				else if (form) phone.forms.push(form);
			});
		}
		case 'finish': {
			const drafts = phone.stored?.rows('drafts') ?? [];
			const draft = chosen([...phone.forms, ...drafts], act.pick);
			if (!draft) return;
			const isOpen = phone.forms.includes(draft);
			phone.forms = phone.forms.filter((form) => form !== draft);
			return phone.act('finish', (databases) =>
				isOpen ? saveForm(phone, databases, draft) : finishDraft(phone, databases, draft)
			);
		}
		case 'move': {
			const id = chosen(recordIds(phone), act.pick);
			const record = phone.stored?.row('records', id ?? '');
			if (!id || !record) return;
			const region = record.region === REGIONS[0] ? REGIONS[1] : REGIONS[0];
			return phone.act('move', async (databases) => {
				const form = await openForm(phone, databases, id, ['region', region]);
				if (form) await saveForm(phone, databases, form);
			});
		}
		case 'correct': {
			const id = chosen(recordIds(phone), act.pick);
			if (!id) return;
			const entry = phone.work('ask-correction', 'visit', id, { text: textOf(world, phone) });
			return phone.act('correct', (databases) => phone.save(databases, [entry]));
		}
		case 'poison': {
			const entry = poisoned(world, phone, act.how);
			world.memory.poison.add(entry.opId).add(entry.recordId);
			return phone.act('poison', (databases) => phone.save(databases, [entry]));
		}
		case 'give': {
			const by = phone.app === 'older' ? phone.app : act.by;
			return phone.act('give', (databases) => phone.save(databases, [newHandout(world, phone, by)]));
		}
		case 'photos':
			return takePhotos(world, phone, act.count);
		case 'hold':
			return holdSession(world, phone);
		case 'sign':
			return signSomebody(world, phone, act);
		case 'stock': {
			const entry = newMovement(phone, act.how);
			if (entry) await phone.act('move', (databases) => phone.save(databases, [entry]), act.how);
			return;
		}
		case 'tap':
			return phone.tap();
		case 'kill':
			await phone.kill();
			return later(world, act.reopen, phone);
		case 'close':
			await phone.close();
			return later(world, act.reopen, phone);
		case 'lose':
			await phone.lose();
			world.memory.losses.set(phone, world.memory.lossesOf(phone) + 1);
			return later(world, act.reopen, phone);
		case 'upgrade':
			await phone.kill();
			phone.makeOlder();
			return later(world, act.reopen, phone);
		case 'full': {
			const empty = phone.stored?.fillUp();
			if (!empty) return;
			world.full.add(empty);
			world.timeline.after(act.millis, empty, world.fate);
			return;
		}
		case 'break':
			phone.stored?.closeUnderneath();
			return;
		case 'revoke':
			world.server.revoke(phone.deviceId);
			return;
		case 'hostile':
			return sendHostile(world, phone, act.how);
		case 'freeze': {
			const owner = phone.freeze(act.pick);
			if (owner) world.timeline.after(act.millis, () => world.timeline.thaw(owner), world.fate);
			return;
		}
		case 'release':
			await phone.kill();
			phone.app = 'today';
			return later(world, act.reopen, phone);
		case 'tab':
			if (phone.isOpen && phone.tabs.length < 3) await phone.open();
			return;
		case 'cut':
			world.network.cut.add(phone.name);
			world.timeline.after(act.millis, () => world.network.cut.delete(phone.name), world.fate);
			return;
		case 'clock':
			phone.skew = act.skew;
			return;
	}
}
