/** Finds the row of headings in a sheet that somebody else made, and what each column means. */

/** What a column of a roster can hold. `forbidden`: numbers that must never be kept (PIPL art. 6). */
export type RosterColumn =
	'name' | 'organisation' | 'department' | 'category' | 'job' | 'phone' | 'forbidden';

export interface RosterHeader {
	/** Place of the row of headings, from 0. */
	readonly row: number;
	/** Column -> place, from 0. */
	readonly at: Readonly<Partial<Record<Exclude<RosterColumn, 'forbidden'>, number>>>;
	/** Headings of columns that are never read. */
	readonly forbidden: readonly string[];
	/** Headings that mean nothing here. */
	readonly unused: readonly string[];
}

/** Headings may stand below a title, a remark and a date; further down is data. */
const DEEPEST = 20;

/** In order: the first that fits is what a heading means. Headings come without blanks, brackets and in lower case. */
const MEANINGS: readonly (readonly [RosterColumn, RegExp])[] = [
	[
		'forbidden',
		/身份证|证件号|公民身份|银行卡|银行账号|卡号.*银行|开户|社保号|idnumber|idcard|bankcard|bankaccount/
	],
	[
		'phone',
		/^(本人)?(手机|电话|联系电话|联系方式|手机号|手机号码|电话号码|移动电话|phone|mobile|telephone)(号码?)?$/
	],
	[
		'job',
		/^(工号|职工号|职工编号|员工号|员工编号|人员编号|卡号|会员卡号|会员编号|编号|staffno|staffid|jobno|employeeno|employeeid)$/
	],
	['name', /^(姓名|职工姓名|员工姓名|会员姓名|人员姓名|名字|name|fullname)$/],
	[
		'department',
		/^(所在|所属)?(部门|班组|车间|科室|处室|工段|班次|项目部|站点|department|team|workshop)(名称|名)?$|^部门\/?班组$/
	],
	[
		'organisation',
		/^(工作|所在|所属|用人)?(单位|企业|公司|工会|基层工会)(名称|全称)?$|^(organisation|organization|employer|company|unit)$/
	],
	[
		'category',
		/^(岗位|工种|人员类别|人员类型|职工类别|类别|群体|群体类别|岗位类别|职务|category|position|post|job|occupation)$/
	]
];

const plain = (text: string) =>
	text
		.normalize('NFKC')
		.replace(/[(（[【].*?[)）\]】]/g, '')
		.replace(/[\s*:：_\-—]/g, '')
		.toLowerCase();

function meaningOf(heading: string): RosterColumn | null {
	const text = plain(heading);
	return text === '' ? null : (MEANINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null);
}

/** The headings, or null where no row names a column of names. The row with most known headings wins, the upper of two. */
export function findHeader(rows: readonly (readonly string[])[]): RosterHeader | null {
	let best: { row: number; known: number } | null = null;
	for (const [row, cells] of rows.slice(0, DEEPEST).entries()) {
		const meanings = cells.map(meaningOf);
		if (!meanings.includes('name')) continue;
		const known = new Set(meanings.filter((one) => one !== null)).size;
		if (!best || known > best.known) best = { row, known };
	}
	if (!best) return null;
	const at: Partial<Record<Exclude<RosterColumn, 'forbidden'>, number>> = {};
	const forbidden: string[] = [];
	const unused: string[] = [];
	for (const [place, heading] of (rows[best.row] ?? []).entries()) {
		const meaning = meaningOf(heading);
		if (meaning === 'forbidden') forbidden.push(heading.trim());
		else if (meaning !== null && at[meaning] === undefined) at[meaning] = place;
		else if (heading.trim() !== '') unused.push(heading.trim());
	}
	return { row: best.row, at, forbidden, unused };
}
