import { maskName } from '#lib/domain/mask-name.ts';
import { photosIn } from '#lib/domain/photo.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { m } from '#lib/i18n.ts';
import { kindOf } from '#lib/records/index.ts';
import { knownWords } from '#lib/records/known-words.ts';
import type { Locale } from '#lib/records/kind.ts';
import { codeName, nameOf } from '#lib/records/names.ts';
import type { SessionBody } from '#lib/records/session/body.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { frameOf } from './frame-of.ts';
import type { RegisterCell, RegisterSource } from './register.ts';
import type { RegisterRequest } from './register-request.ts';
import { seasonPages, type SeasonRow } from './season-pages.ts';
import { sessionColumns } from './session-columns.ts';

/** Who approved a record, and when. */
interface Review {
	readonly name: string;
	readonly day: string;
}

/**
 * The season's register of lectures of a county (forms.json `session_register`): approved and archived sessions, one row each.
 * Person-times, named sign-ins and online views are columns of their own with sums of their own; nothing adds them (R41).
 */
export function sessionRegister(db: Sql, reference: Reference, request: RegisterRequest): RegisterSource {
	const { locale } = request;
	const columns = sessionColumns(locale);
	return {
		frame: frameOf(reference, request, {
			title: m.register_session_title({}, { locale }),
			sheet: m.register_session_sheet({}, { locale }),
			columns
		}),
		async *groups() {
			const sums = { records: 0, headcount: 0, named: 0, new_form: 0, online_views: 0 };
			for await (const rows of seasonPages<SessionBody>(db, 'session', request)) {
				const ids = rows.map((row) => row.id);
				const [signIns, reviews] = [await signInsOf(db, ids), await reviewsOf(db, ids, locale)];
				for (const row of rows) {
					const { body } = row;
					const inBody = new Set(kindOf('session')?.countedRows?.inBody(body, row.id) ?? []);
					const noted = (signIns.get(row.id) ?? []).filter((id) => !inBody.has(id)).length;
					const named = noted + (kindOf('session')?.countedRows?.named(body) ?? 0);
					sums.records++;
					sums.headcount += body.headcount ?? 0;
					sums.named += named;
					sums.new_form += body.newFormPeople ?? 0;
					sums.online_views += body.onlineViews;
					const cells: Readonly<Record<string, RegisterCell>> = {
						no: sums.records,
						...sessionCells(row, reference, request),
						headcount: body.headcount,
						named,
						evidence: evidenceOf(body, noted, reference, locale),
						reviewer: reviews.get(row.id)?.name ?? '',
						review_date: reviews.get(row.id)?.day ?? ''
					};
					yield [columns.map((column) => cells[column.key] ?? null)];
				}
			}
			const total: Readonly<Record<string, RegisterCell>> = {
				no: m.register_total({}, { locale }),
				venue: m.register_total_sessions({ n: sums.records }, { locale }),
				headcount: sums.headcount,
				named: sums.named,
				new_form: sums.new_form,
				online_views: sums.online_views
			};
			return {
				totals: columns.map((column) => total[column.key] ?? null),
				capitals: m.register_session_note({}, { locale })
			};
		}
	};
}

/** Ids of the named sign-ins that count, by session. */
async function signInsOf(db: Sql, sessions: readonly string[]): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	if (sessions.length === 0) return found;
	const rows = await db
		.selectFrom('record')
		.innerJoin('measure', 'measure.record_id', 'record.id')
		.select(['record.id', 'record.parent'])
		.where('record.parent', 'in', [...sessions])
		.where('record.kind', '=', 'sign-in')
		.where('measure.name', '=', 'named_signins')
		.where('measure.value', '>', 0)
		.execute();
	for (const { id, parent } of rows) found.set(parent ?? '', [...(found.get(parent ?? '') ?? []), id]);
	return found;
}

/** The last approval of each. */
async function reviewsOf(db: Sql, ids: readonly string[], locale: Locale): Promise<Map<string, Review>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.selectFrom('decision')
		.leftJoin('account', 'account.id', 'decision.by_account')
		.select(['decision.record_id', 'decision.by_account', 'decision.at', 'account.zh', 'account.en'])
		.where('decision.record_id', 'in', [...ids])
		.where('decision.verb', '=', 'approve')
		.orderBy('decision.rev')
		.execute();
	return new Map(
		rows.map((row) => {
			const name = (locale === 'en' && row.en ? row.en : row.zh) ?? row.by_account;
			return [row.record_id, { name, day: shanghaiDay(new Date(row.at)) }];
		})
	);
}

/** How the count is known, and what can be looked at for it: the photographed sheet first. */
function evidenceOf(body: SessionBody, noted: number, reference: Reference, locale: Locale): string {
	const scenes = photosIn(body).filter((photo) => photo.use !== 'sheet').length || body.photosReported || 0;
	return [
		knownWords(kindOf('session')?.countedRows, body, noted, reference, locale),
		body.headcountEstimated ? m.register_estimated({}, { locale }) : '',
		scenes > 0 ? m.register_photos({ n: scenes }, { locale }) : ''
	]
		.filter((part) => part !== '')
		.join('；');
}

function sessionCells(
	row: SeasonRow<SessionBody>,
	reference: Reference,
	{ locale, maskPersons }: RegisterRequest
): Record<string, RegisterCell> {
	const { body } = row;
	const between = locale === 'en' ? ', ' : '、';
	const speakers = body.speakers.map((code) => reference.get('speaker', code));
	const others = body.otherSpeakers.map((name) => (maskPersons ? maskName(name) : name));
	const honours = speakers.map((one) => codeName(reference, 'honour', one?.honour, locale));
	const units = body.byOrganisation.map((one) => nameOf(reference, 'organisation', one.organisation, locale));
	return {
		record_no: row.no ?? '',
		date: row.date,
		time: timesOf(body),
		region: nameOf(reference, 'region', body.region, locale),
		venue: body.venue,
		mode: codeName(reference, 'session_mode', body.mode, locale),
		team: nameOf(reference, 'team', body.team, locale),
		speakers: [...body.speakers.map((code) => nameOf(reference, 'speaker', code, locale)), ...others].join(
			between
		),
		honour: [...new Set(honours.filter((honour) => honour !== ''))].join(between),
		topic: body.topicText || nameOf(reference, 'topic', body.topic, locale),
		host_org: nameOf(reference, 'organisation', body.hostOrganisation, locale),
		audience_orgs: units.filter((unit) => unit !== '').join(between),
		audience: codeName(reference, 'audience_category', body.audience, locale),
		new_form: body.newFormPeople,
		online_views: body.onlineViews,
		feedback: body.feedback,
		recorder: row.recorder,
		remark: body.remark
	};
}

/** `14:30-15:30`, or the beginning alone where nobody said how long. */
function timesOf({ start, minutes }: SessionBody): string {
	if (!start) return '';
	if (!minutes) return start;
	const [hour = 0, minute = 0] = start.split(':').map(Number);
	const end = (hour * 60 + minute + minutes) % 1440;
	const two = (value: number) => String(value).padStart(2, '0');
	return `${start}-${two(Math.floor(end / 60))}:${two(end % 60)}`;
}
