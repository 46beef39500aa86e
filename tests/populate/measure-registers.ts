/** Registers as files: how long each takes to be written, and how much memory the process has meanwhile. */
import type { Reference } from '#lib/domain/reference.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { RegisterSource } from '#lib/server/registers/register.ts';
import { REGISTERS, type RegisterName } from '#lib/server/registers/register-sorts.ts';
import { registerXlsx } from '#lib/server/registers/register-xlsx.ts';
import type { Asked } from './asked.ts';

const MOST_MEGABYTES = 300;
/** Handouts belong to a season, lectures to a year. */
const PERIODS = {
	handout: 'SQL-2024',
	receipt: 'SQL-2024',
	session: '2024',
	'sign-in': '2024'
} as const satisfies Record<RegisterName, string>;

/** Takes a file as a browser would, piece by piece, and looks at the memory of this process meanwhile. */
async function exported(said: Asked, name: string, source: RegisterSource): Promise<void> {
	const begun = performance.now();
	let [bytes, peak] = [0, 0];
	for await (const piece of await registerXlsx(source)) {
		bytes += piece.length;
		peak = Math.max(peak, process.memoryUsage.rss());
	}
	const millis = Math.round(performance.now() - begun);
	const megabytes = Math.round(peak / 2 ** 20);
	said.note(name, { millis, bytes, megabytes }, megabytes <= MOST_MEGABYTES);
}

/** The same records again and again until there are so many rows; ends like the first time. */
function repeated(source: RegisterSource, rows: number): RegisterSource {
	return {
		frame: source.frame,
		async *groups() {
			let [written, before] = [0, -1];
			for (;;) {
				const groups = source.groups();
				for (;;) {
					const { done, value } = await groups.next();
					if (done && (written >= rows || written === before)) return value;
					if (done) break;
					written += value.length;
					yield value;
				}
				before = written;
			}
		}
	};
}

/** Every register of a county and season or year, and one of many rows. */
export async function measureRegisters(
	said: Asked,
	sql: Sql,
	reference: Reference,
	region: string
): Promise<void> {
	const asked = { region, locale: 'zh-CN' as const, today: '2025-12-31', maskPersons: false };
	const signed = { who: 'bench', why: 'bench', when: '2025-12-31 10:00' };
	const register = (name: RegisterName) =>
		REGISTERS[name].build(sql, reference, { ...asked, ...signed, campaign: PERIODS[name] });
	for (const name of Object.keys(PERIODS) as RegisterName[]) {
		await exported(said, `register ${name} of a county and ${PERIODS[name]}, as XLSX`, register(name));
	}
	await exported(said, 'register of 100,000 rows, as XLSX', repeated(register('handout'), 100_000));
}
