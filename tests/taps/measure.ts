/**
 * `npm run measure`: counts taps and measures time of the product's flows on the production build, CPU six times slower.
 * A tap is a pointer press the person makes, or a field they have to type into; a list counts two. The
 * time is the machine's, with the script's own typing in it. Exit code 1 when a flow needs more than promised.
 * `npm run measure -- --cold-start N` starts a phone cold N times and does nothing else.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expect } from '@playwright/test';
import { requireChromium } from '../chromium.ts';
import { requireFreshBuild } from '../fresh-build.ts';
import loadSample from '../e2e/harness/sample.ts';
import { World } from '../e2e/harness/world.ts';
import { Server } from '../e2e/harness/server.ts';
import { sampleFolder } from '../e2e/harness/accounts.ts';
import { HANDOUT, SESSION, VISIT } from '../e2e/harness/samples.ts';
import type { Phone } from '../e2e/harness/phone.ts';
import type { Values } from '../e2e/pages/form.ts';
import type { FormPage } from '../e2e/pages/form.ts';
import { Photos } from '../e2e/pages/photos.ts';
import { drawStroke } from '../e2e/pages/signature-pad.ts';
import { text } from '../e2e/harness/texts.ts';
import { decide, viewIn } from '../e2e/harness/review.ts';
import { watchBlocks } from './blocks.ts';
import { byCamera } from './by-camera.ts';
import { coldStart } from './cold-start.ts';
import { countTaps, slow, timed } from './count-taps.ts';
import { atTheDesk } from './at-the-desk.ts';
import { movements } from './movements.ts';
import { fillRecords, searchMillis } from './fill-records.ts';
import { personByPerson } from './person-by-person.ts';
import { BUDGETS, isOver, table, type Measurement } from './budgets.ts';

/** A person who has logged one such record already logs the next: the defaults are there. */
async function secondRecord(phone: Phone, kind: string, values: Values, taps: () => number): Promise<number> {
	const today = await phone.today();
	const before = taps();
	const form = await today.start(kind);
	await elsewhere(form);
	for (const [path, value] of Object.entries(values)) {
		if (await isStillEmpty(form, path)) await form.fill(path, value);
	}
	if (kind === 'visit') await addRequest(form);
	if (kind === 'session') await photographSheet(form);
	if (values === SIGNED) await drawStroke(form.page, form.input('signature'), 0.4);
	await form.save();
	return taps() - before;
}

/** At a building site: what is done there and its kit follow from the place. */
const { worksiteKind: _, ...AT_ANY } = HANDOUT;
const { paperKeeper: _keeper, ...ON_PAPER } = HANDOUT;
const SIGNED: Values = { ...ON_PAPER, receipt: { code: 'SIGN' } };
const FIRST_HANDOUT: Values = { ...AT_ANY, organisation: { pick: '崇仁启明' } };
const RECORDS = [
	['handout', HANDOUT],
	['session', SESSION],
	['visit', VISIT]
] as const;

/** The place of the last record stands there: this one is at another that the person has been to. */
async function elsewhere(form: FormPage): Promise<void> {
	await form.page
		.getByRole('list', { name: text('form_recent_places') })
		.getByRole('button')
		.first()
		.click();
}

async function isStillEmpty(form: FormPage, path: string): Promise<boolean> {
	const input = form.input(path);
	if ((await input.count()) === 0) return (await form.field(path).locator('input:checked').count()) === 0;
	return input.evaluate((node) =>
		node instanceof HTMLInputElement ||
		node instanceof HTMLTextAreaElement ||
		node instanceof HTMLSelectElement
			? node.value === ''
			: node.querySelector('.muted') !== null
	);
}

async function addRequest(form: FormPage): Promise<void> {
	await form.page.getByRole('button', { name: text('form_add_request') }).click();
	const row = form.page.locator('section.request').last();
	await row.locator('select').first().selectOption({ index: 1 });
	await row.locator('textarea').first().fill('希望增加饮水点');
}

/** The notice was read with the first photo. */
async function photographSheet(form: FormPage): Promise<void> {
	const photos = new Photos(form.page);
	await photos.openCamera();
	await photos.shootSheet();
}

/** A sheet, with the camera open before: how long the page cannot react while its photo is made and kept. */
async function photoBlock(phone: Phone): Promise<Measurement> {
	const form = await (await phone.today()).start('session');
	const photos = new Photos(form.page);
	await photos.openCamera();
	await photos.isReady();
	const longest = await watchBlocks(form.page);
	await photos.shootSheet();
	const millis = await longest();
	return { budget: BUDGETS.photoBlock, taps: 0, seconds: millis / 1000 };
}

/** Pinyin initials, then a name: the slower of the two. */
async function search(phone: Phone): Promise<number> {
	const form = await (await phone.today()).start('handout');
	await form.input('organisation').click();
	const times: number[] = [];
	for (const words of ['cr', '崇仁县总']) times.push(await searchMillis(phone, words));
	return Math.max(...times);
}

/** From the notice on today to the field that is wrong. */
async function returned(world: World, phone: Phone, taps: () => number): Promise<Measurement> {
	const id = await phone.save('visit', VISIT);
	await phone.settle();
	const coordinator = await world.device('coordinator');
	const record = await viewIn(coordinator, 'area:361024', id);
	if (record === undefined) throw new Error('The coordinator does not see the record.');
	const comments = [{ field: 'situation', text: '请写明现场人数' }];
	await decide(coordinator, record, 'return', { reason: 'RR01', note: '', comments, due: null });
	const today = await phone.today();
	await expect(today.corrections).toHaveCount(1);
	await phone.network.cut();
	const measured = await timed(BUDGETS.returned, async () => {
		const before = taps();
		const form = await today.correctFirst();
		await expect(form.input('situation')).toBeFocused();
		return taps() - before;
	});
	await phone.network.restore();
	return measured;
}

/** A handout that its receiver signs: from then on signing is what the form begins with. */
async function firstSigned(phone: Phone): Promise<void> {
	const form = await (await phone.today()).start('handout');
	await form.fillAll(SIGNED);
	await form.answerAll();
	await drawStroke(phone.page, form.input('signature'), 0.4);
	await form.save();
}

/** Read once, with the first photo of all. */
async function acceptNotice(phone: Phone): Promise<void> {
	const form = await (await phone.today()).start('session');
	const photos = new Photos(form.page);
	await photos.openCamera();
	await photos.closeCamera();
}

/** With what a busy team has after years; before the first start nothing has put their lists in order. */
async function startCold(phone: Phone, repeats: number): Promise<Measurement> {
	await phone.today();
	await fillRecords(phone, 10_000);
	await phone.network.cut();
	const { median, all } = await coldStart(phone, repeats);
	console.log(`cold starts: ${all.map((seconds) => seconds.toFixed(2)).join(', ')} s`);
	return { budget: BUDGETS.coldStart, taps: 0, seconds: median };
}

async function measureColdStart(world: World, repeats: number): Promise<Measurement[]> {
	const phone = await world.phone('volunteer');
	await phone.restart();
	for (const [kind, values] of RECORDS) await phone.save(kind, values);
	return [await startCold(phone, repeats)];
}

async function measure(world: World): Promise<Measurement[]> {
	const phone = await world.phone('volunteer');
	await phone.restart();
	await phone.save('handout', FIRST_HANDOUT);
	for (const [kind, values] of RECORDS) await phone.save(kind, values);
	await phone.browser.context.grantPermissions(['camera']);
	await acceptNotice(phone);
	const taps = await countTaps(phone);
	await phone.network.cut();
	await slow(phone);
	const measured = [
		await timed(BUDGETS.handout, () => secondRecord(phone, 'handout', HANDOUT, taps)),
		await timed(BUDGETS.session, () => secondRecord(phone, 'session', SESSION, taps)),
		await timed(BUDGETS.visit, () => secondRecord(phone, 'visit', VISIT, taps))
	];
	await firstSigned(phone);
	measured.push(await timed(BUDGETS.signed, () => secondRecord(phone, 'handout', SIGNED, taps)));
	await phone.network.restore();
	measured.push(...(await atTheDesk(world, phone)));
	measured.push(...(await personByPerson(world, phone, taps)));
	await phone.network.cut();
	measured.push(await photoBlock(phone));
	measured.push(await byCamera(world, phone, slow));
	measured.push(...(await movements(world)));
	await phone.network.cut();
	measured.push({ budget: BUDGETS.search, taps: 0, seconds: (await search(phone)) / 1000 });
	await phone.network.restore();
	// The camera's film wanted a browser of its own.
	measured.push(await returned(world, phone, await countTaps(phone)));
	measured.push(await startCold(phone, 3));
	return measured;
}

const { values: options } = parseArgs({ options: { 'cold-start': { type: 'string' } } });
const coldStarts = Number(options['cold-start'] ?? 0);
requireFreshBuild(join(import.meta.dirname, '../..'));
process.env.CHROMIUM_PATH = requireChromium();
const forget = await loadSample();
const world = new World(await Server.start({ from: `${sampleFolder()}/data` }));
try {
	const measured = await (coldStarts > 0 ? measureColdStart(world, coldStarts) : measure(world));
	console.log(table(measured));
	process.exitCode = measured.some(isOver) ? 1 : 0;
} finally {
	await world.dispose();
	forget();
}
