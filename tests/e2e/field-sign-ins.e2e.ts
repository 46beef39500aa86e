/** A session's attendance: noted without network in its form, by scanner, camera and hand, and once for each person. */
import { uuidV7 } from '#lib/domain/ids.ts';
import { openWithFilm, writeCodeFilm } from './harness/code-film.ts';
import { Folder } from './harness/command.ts';
import { lendRoster } from './harness/lent-roster.ts';
import { SESSION } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { signedCodes, workerCodes } from './harness/worker-codes.ts';
import { expect, test } from './harness/world.ts';
import { FormPage } from './pages/form.ts';
import { SignInSheet } from './pages/sign-ins.ts';
import { SyncPage } from './pages/sync.ts';

const { headcount: _, ...UNCOUNTED } = SESSION;

interface SignInRow {
	readonly id: string;
	readonly rev: number;
	readonly body: string;
}
const SIGN_INS = "select id, rev, body from record where kind = 'sign-in' order by id";
const evidenceOf = (row: SignInRow | undefined) =>
	(JSON.parse(row?.body ?? '{"evidence":[]}') as { evidence: { method: string; by: string }[] }).evidence;

test('persons are noted in the form offline, on two phones, and count once; the head count waits for its author', async ({
	world
}) => {
	const [card = ''] = await workerCodes(world, ['W-000123']);
	const first = await world.phone('volunteer');
	await first.network.cut();
	const form = await (await first.today()).start('session');
	await form.fillAll(UNCOUNTED);
	const sheet = await new SignInSheet(first.page).open();
	// A hand-held scanner types wherever the focus is and ends with Enter.
	await first.page.keyboard.type(`${card}\n`);
	await sheet.says('noting_noted', { name: 'W-000123', n: 1 });
	await first.page.keyboard.type(`${card}\n`);
	await sheet.says('noting_again', { name: 'W-000123' });
	await first.page.keyboard.type(`${card.replace('W-000123', 'W-000124')}\n`);
	await sheet.says('code_problem_forged', {});
	await sheet.way('typed');
	await sheet.type('李示安');
	await sheet.says('noting_noted', { name: '李示安', n: 2 });
	await sheet.type('李 示 安');
	await sheet.says('noting_again', { name: '李示安' });
	await sheet.hasCount(2);
	await sheet.done();
	await first.page.getByRole('button', { name: text('noting_take_over', { n: 2 }) }).click();
	await expect(form.input('headcount')).toHaveValue('2');
	const id = await form.save();
	// What waits is named: the session, and beside it how many were noted there.
	await first.page.goto('/sync');
	const sync = new SyncPage(first.page);
	await expect(sync.waiting).toHaveText('3');
	await expect(sync.list.getByRole('heading')).toHaveText(text('sync_waiting_records', { n: 3 }));
	await expect(sync.list.getByRole('link')).toHaveCount(1);
	await expect(sync.list.getByRole('link')).toContainText(text('sync_waiting_sign_ins', { n: 2 }));
	await first.network.restore();
	await first.settle();

	// The same account's other phone, without network, notes one of them again and one more.
	const second = await world.phone('volunteer');
	await second.settle();
	const [poster = '', elsewhere = ''] = await signedCodes(world, 'session', [
		id,
		uuidV7(1, new Uint8Array(10))
	]);
	await second.network.cut();
	// The code on the session's poster leads there, where it is genuine and the session is on this phone.
	await second.page.goto('/records');
	const scan = async (code: string) => {
		const dialog = second.page.getByRole('dialog', { name: text('code_scan') });
		await dialog.getByPlaceholder(text('code_scan_label')).fill(code);
		await dialog.getByRole('button', { name: text('ui_scan_enter'), exact: true }).click();
		return dialog.getByRole('status');
	};
	await second.page.getByRole('button', { name: text('code_scan'), exact: true }).click();
	const changed = poster.replace(/\/\/(.)/, (_, letter) => `//${letter === 'A' ? 'B' : 'A'}`);
	await expect(await scan(changed)).toContainText(text('code_problem_forged'));
	await expect(await scan(elsewhere)).toContainText(text('code_session_elsewhere'));
	await expect(await scan(`https://example.org/s/${'x'.repeat(40)}`)).toContainText(
		text('code_is_self_address')
	);
	await expect(await scan(card)).toContainText(text('code_is_other', { name: 'W-000123' }));
	await scan(poster);
	await expect(second.page).toHaveURL(new RegExp(`/records/${id}`));
	const other = new SignInSheet(second.page);
	await other.hasCount(2);
	await other.way('typed');
	await other.type('王示柏');
	await other.says('noting_noted', { name: '王示柏', n: 3 });
	await other.done();
	await second.network.restore();
	await second.settle();

	const rows = await world.rows<SignInRow>(SIGN_INS);
	expect(rows).toHaveLength(3);
	expect(rows.flatMap(evidenceOf).map((one) => one.method)).toEqual(
		expect.arrayContaining(['scan', 'typed', 'typed'])
	);
	const [session] = await world.rows<SignInRow>(`select id, rev, body from record where id = '${id}'`);
	expect(JSON.parse(session?.body ?? '{}')).toMatchObject({ headcount: 2 });

	// The author is asked, and one tap leads to the field.
	await first.settle();
	await first.today();
	await first.page.getByRole('link', { name: text('noting_check_count') }).click();
	const edit = new FormPage(first.page);
	await edit.isShown();
	await expect(edit.input('headcount')).toBeFocused();
	await edit.fill('headcount', '3');
	await edit.save();
	await first.settle();
	const flags = await world.rows(`select code from flag where record_id = '${id}' and code = 'R02'`);
	expect(flags).toEqual([]);
});

test('codes are read by the camera one after another, offline, and a second reading is said at once', async ({
	world
}) => {
	const folder = new Folder();
	const film = folder.at('codes.y4m');
	writeCodeFilm(film, await workerCodes(world, ['W-000201', 'W-000202']));
	try {
		const phone = await world.phone('volunteer', { lasting: true });
		await openWithFilm(phone, film);
		await phone.network.cut();
		const form = await (await phone.today()).start('session');
		await form.fillAll({ type: { code: 'XJ' } });
		const sheet = await new SignInSheet(phone.page).open();
		await sheet.hasCount(2);
		// The film begins again: both come back and are told from the first time.
		await sheet.says('noting_again', { name: 'W-000201' });
		await sheet.hasCount(2);
		await sheet.done();
	} finally {
		folder.remove();
	}
});

test('a lent list is ticked offline, found by initials, and ticked off again; nobody counts twice', async ({
	world
}) => {
	await lendRoster(await world.desk('coordinator'), '');
	const phone = await world.phone('volunteer');
	await phone.settle();
	await phone.network.cut();
	const form = await (await phone.today()).start('session');
	await form.fillAll(SESSION);
	const sheet = await new SignInSheet(phone.page).open();
	await sheet.onList('李*安').click();
	await sheet.says('noting_noted', { name: '李*安', n: 1 });
	await expect(sheet.onList('李*安')).toHaveAttribute('aria-pressed', 'true');
	await sheet.onList('李*安').click();
	await sheet.says('noting_again', { name: '李*安' });
	await sheet.find.fill('ysh');
	await expect(sheet.onList('李*安')).toHaveCount(0);
	await sheet.onList('易*篁').click();
	await sheet.says('noting_noted', { name: '易*篁', n: 2 });
	await sheet.find.fill('没有这个人');
	await expect(sheet.dialog.getByText(text('ui_nothing_found'))).toBeVisible();
	await sheet.find.fill('');
	await sheet.takeBack('易*篁');
	await expect(sheet.onList('易*篁')).toHaveAttribute('aria-pressed', 'false');
	await sheet.hasCount(1);

	// A bottle is no card; a number that may be one is taken, and not called scanned.
	await sheet.way('scan');
	await phone.page.keyboard.type('6901234567892\n');
	await sheet.says('noting_not_a_card', {});
	await phone.page.keyboard.type('abcdefghijklmn23\n');
	await sheet.says('noting_noted', { name: 'ABCDEFGHIJKLMN23', n: 2 });
	await sheet.done();
	await form.save();
	await phone.network.restore();
	await phone.settle();
	const rows = await world.rows<SignInRow>(SIGN_INS);
	expect(rows.flatMap(evidenceOf).map((one) => one.method)).toEqual(
		expect.arrayContaining(['tick', 'typed'])
	);
	expect(rows).toHaveLength(2);
});

test('who signs in after the approval, beyond the head count, leads its author to a request for correction', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	const id = await phone.save('session', { ...SESSION, headcount: '1' });
	await phone.settle();
	await (await world.desk('coordinator')).approveByKey(id);
	await phone.settle();
	const record = await phone.record(id);
	await record.isInState('approved');
	const sheet = await new SignInSheet(phone.page).open();
	await sheet.way('typed');
	for (const [at, name] of ['李示安', '王示柏'].entries()) {
		await sheet.type(name);
		await sheet.says('noting_noted', { name, n: at + 1 });
	}
	await sheet.done();
	const ask = phone.page.getByRole('link', { name: text('record_ask_correction'), exact: true });
	await expect(ask).toBeVisible();
	await phone.settle();

	await phone.today();
	await expect(phone.page.getByText(text('noting_over', { named: 2, count: 1 }))).toBeVisible();
	await ask.click();
	const dialog = phone.page.getByRole('dialog', { name: text('record_ask_correction') });
	await dialog.getByRole('textbox').fill('参加人次应为2');
	await dialog.getByRole('button', { name: text('correction_save'), exact: true }).click();
	await expect(dialog).toBeHidden();
	await phone.settle();
	const flags = await world.rows<{ code: string }>(
		`select code from flag where record_id = '${id}' and closed = 0 order by code`
	);
	expect(flags.map(({ code }) => code)).toEqual(expect.arrayContaining(['R02', 'correction']));
	// Asked once: it is the coordinator's now.
	await phone.today();
	await expect(ask).toHaveCount(0);
});

test('with minors in the audience nobody is noted', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const form = await (await phone.today()).start('session');
	await form.fillAll({ ...UNCOUNTED, audience: { code: 'AU05' } });
	await expect(phone.page.getByText(text('form_no_names'))).toBeVisible();
	await expect(phone.page.getByRole('button', { name: text('noting_open') })).toHaveCount(0);
});
