import { isCounted } from '#lib/domain/evidence.ts';
import { maskName } from '#lib/domain/mask-name.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { shanghaiTime } from '#lib/domain/shanghai-time.ts';
import { m } from '#lib/i18n.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Locale } from '#lib/records/kind.ts';
import { codeName, nameOf } from '#lib/records/names.ts';
import type { SessionBody } from '#lib/records/session/body.ts';
import type { SignInBody } from '#lib/records/sign-in/body.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { messageText } from '#lib/server/desk/message-text.ts';
import { frameOf } from './frame-of.ts';
import { personRows } from './person-rows.ts';
import type { RegisterCell, RegisterColumn, RegisterSource } from './register.ts';
import type { RegisterRequest } from './register-request.ts';
import { rosterPeople } from './roster-people.ts';
import { seasonPages } from './season-pages.ts';

/** Columns of `signin_sheet` in forms.json, in its order; telephone numbers are off unless somebody has a use for them. */
function signInColumns(locale: Locale): readonly RegisterColumn[] {
	const inLocale = { locale };
	const once = true;
	return [
		{ key: 'no', label: m.register_col_no({}, inLocale), width: 6, number: 'whole', once },
		{ key: 'name', label: m.register_col_name({}, inLocale), width: 14, once },
		{ key: 'org', label: m.register_col_workplace({}, inLocale), width: 30, once },
		{ key: 'category', label: m.register_col_category({}, inLocale), width: 16, once },
		{ key: 'phone', label: m.register_col_receiver_phone({}, inLocale), width: 14, once },
		{ key: 'sign', label: m.register_col_own_sign({}, inLocale), width: 16, once },
		{ key: 'time', label: m.register_col_sign_in_time({}, inLocale), width: 18, once },
		{ key: 'method', label: m.register_col_method({}, inLocale), width: 18, once },
		{ key: 'proxy', label: m.register_col_by_proxy({}, inLocale), width: 20, once }
	];
}

/**
 * The sheet of who was at one session (forms.json `signin_sheet`), or at all of a season, one after another. The column of the
 * signature is for the pen: nobody signs in by drawing. Minors are in no row.
 */
export function signInSheet(db: Sql, reference: Reference, request: RegisterRequest): RegisterSource {
	const { locale } = request;
	const columns = signInColumns(locale);
	return {
		frame: frameOf(reference, request, {
			title: m.register_sign_in_title({}, { locale }),
			sheet: m.register_sign_in_sheet({}, { locale }),
			columns
		}),
		async *groups() {
			const totals = { persons: 0, paper: 0, headcount: 0 };
			for await (const sessions of seasonPages<SessionBody>(db, 'session', request)) {
				for (const { id, body } of sessions) {
					totals.paper += body.namedOnPaper;
					totals.headcount += body.headcount ?? 0;
					const inBody = kindOf('session')?.countedRows?.inBody(body, id) ?? [];
					for await (const rows of personRows<SignInBody>(db, 'sign-in', id)) {
						const people = await rosterPeople(
							db,
							rows.map((row) => row.body)
						);
						for (const row of rows) {
							if (!isCounted(row.body.evidence) || inBody.includes(row.id)) continue;
							const cells = signInCells(row.body, people(row.body).name, reference, request);
							yield [columns.map(({ key }) => (key === 'no' ? ++totals.persons : (cells[key] ?? null)))];
						}
					}
					for (const row of body.signIns) {
						const cells = oldCells(row, reference, request);
						yield [columns.map(({ key }) => (key === 'no' ? ++totals.persons : (cells[key] ?? null)))];
					}
				}
			}
			const last: Readonly<Record<string, RegisterCell>> = {
				no: m.register_total({}, { locale }),
				name: m.register_persons_n({ n: totals.persons }, { locale })
			};
			return {
				totals: columns.map(({ key }) => last[key] ?? null),
				capitals: m.register_sign_in_note({ n: totals.headcount, paper: totals.paper }, { locale })
			};
		}
	};
}

function signInCells(
	body: SignInBody,
	name: string,
	reference: Reference,
	{ locale, maskPersons }: RegisterRequest
): Record<string, RegisterCell> {
	const standing = body.evidence.filter((one) => !one.withdrawn);
	const methods = [...new Set(standing.map((one) => messageText(`evidence_${one.method}`, locale)))];
	const proxy = standing.find((one) => one.proxy)?.proxy;
	return {
		name: maskPersons ? maskName(name) : name,
		org: nameOf(reference, 'organisation', body.organisation, locale) || body.organisationText,
		category: codeName(reference, 'recipient_category', body.category, locale),
		time: shanghaiTime(standing[0]?.at ?? ''),
		method: methods.join(locale === 'en' ? ', ' : '、'),
		proxy: proxy
			? [maskPersons ? maskName(proxy.name) : proxy.name, proxy.relation].filter(Boolean).join('，') ||
				m.register_yes({}, { locale })
			: ''
	};
}

/** Rows that an earlier version wrote into the session itself. */
function oldCells(
	row: SessionBody['signIns'][number],
	reference: Reference,
	{ locale, maskPersons }: RegisterRequest
): Record<string, RegisterCell> {
	return {
		name: maskPersons ? maskName(row.name) : row.name,
		org: nameOf(reference, 'organisation', row.organisation, locale) || row.organisationText,
		category: codeName(reference, 'recipient_category', row.category, locale),
		method: codeName(reference, 'attendance_method', row.method, locale),
		proxy: row.proxy ? m.register_yes({}, { locale }) : ''
	};
}
