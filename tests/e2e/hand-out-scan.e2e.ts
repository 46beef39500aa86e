/** Handing out by scanning: the kit with the reading of a card, offline; and what a colleague gave, from screen to camera. */
import type { Page } from '@playwright/test';
import { openWithFilm, seenByCamera, writeCodeFilm, writeFilm } from './harness/code-film.ts';
import { Folder } from './harness/command.ts';
import { cardOf, lendRoster } from './harness/lent-roster.ts';
import { HANDOUT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { workerCodes } from './harness/worker-codes.ts';
import { expect, test } from './harness/world.ts';
import { HandOutPage } from './pages/hand-out.ts';

const SEASON = `SQL-${new Date().getFullYear()}`;
let folder: Folder;
test.beforeEach(() => void (folder = new Folder()));
test.afterEach(() => folder.remove());

test('cards are held before the camera one after another: the kit is given once, twice is said at once', async ({
	world
}) => {
	await lendRoster(await world.desk('coordinator'), SEASON);
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	// The key that the cards are signed with is made with the first sheet.
	const [stranger = ''] = await workerCodes(world, ['W-000777']);
	const handout = await phone.save('handout', { ...HANDOUT, personTimes: '3' });
	await phone.settle();
	const film = folder.at('cards.y4m');
	writeCodeFilm(film, [await cardOf(world, '李示安'), await cardOf(world, '易示篁')]);
	await openWithFilm(phone, film);
	await phone.network.cut();

	const list = await HandOutPage.open(phone.page, handout);
	const scanner = await list.openScanner();
	// The film runs before the scanner looks: either may come first.
	await expect(list.given).toHaveText('2', { timeout: 40_000 });
	// The film begins again: both come back.
	const twice = text('receipt_scan_asked', { name: '李*安', why: text('receipt_here') });
	await expect(scanner.getByRole('status').getByText(twice)).toBeVisible({ timeout: 40_000 });
	await expect(
		scanner.getByRole('button', { name: text('receipt_scan_open', { name: '李*安' }) })
	).toBeVisible();
	// A card of nobody on the list is as good as genuine; an altered one is not.
	await list.scan(stranger.replace('W-000777', 'W-000778'), text('code_problem_forged'));
	await list.scan(stranger, text('receipt_scan_given', { name: 'W-000777', n: 3 }));
	await scanner.getByRole('button', { name: text('ui_done'), exact: true }).click();
	await expect(list.person('李*安')).toContainText(text('receipt_here'));
	await expect(list.person('王*')).toContainText(text('receipt_free'));
	await expect(list.given).toHaveText('3');

	await phone.network.restore();
	await phone.settle();
	const rows = await world.rows<{ body: string }>("select body from record where kind = 'receipt'");
	const given = rows.flatMap(({ body }) => (JSON.parse(body) as { evidence: { method: string }[] }).evidence);
	expect(given.map((one) => one.method)).toEqual(['scan', 'scan', 'scan']);
});

/** Every picture that a phone's screen shows in turn. */
async function shotsOfScreen(page: Page, of: number): Promise<Buffer[]> {
	const shots = new Map<string, Buffer>();
	await expect
		.poll(
			async () => {
				const shot = await page.getByRole('dialog').getByRole('img').screenshot();
				shots.set(shot.toString('base64'), shot);
				return shots.size;
			},
			{ intervals: [100], timeout: 30_000 }
		)
		.toBeGreaterThanOrEqual(of);
	return [...shots.values()];
}

test('what a colleague handed out goes from screen to camera, in several codes, without a network', async ({
	world
}) => {
	const cards = await workerCodes(
		world,
		Array.from({ length: 90 }, (_, at) => `W-${String(1000 + at)}`)
	);
	const first = await world.phone('volunteer', { lasting: true });
	await first.restart();
	const there = await first.save('handout', { ...HANDOUT, personTimes: '90' });
	await first.settle();
	const second = await world.phone('volunteer', { lasting: true });
	const here = await second.save('handout', { ...HANDOUT, personTimes: '5' });
	await second.settle();
	await second.network.cut();
	await first.network.cut();

	const list = await HandOutPage.open(first.page, there);
	const scanner = await list.openScanner();
	for (const [at, card] of cards.entries()) {
		await list.scan(card, text('receipt_scan_given', { name: `W-${String(1000 + at)}`, n: at + 1 }));
	}
	await scanner.getByRole('button', { name: text('ui_done'), exact: true }).click();
	await list.openExchange('show');
	const shots = await shotsOfScreen(first.page, 2);

	const film = folder.at('screen.y4m');
	writeFilm(film, await Promise.all(shots.map((shot) => seenByCamera(first.page, shot))), 1);
	await openWithFilm(second, film);
	await second.network.cut();
	const other = await HandOutPage.open(second.page, here);
	const exchange = await other.openExchange('take');
	await expect(exchange.getByText(text('exchange_done', { n: 90 })).first()).toBeVisible({ timeout: 60_000 });
	await second.page.keyboard.press('Escape');
	// Typed, as the film goes on before the camera.
	await other.type(cards[17] ?? '');
	await expect(other.dialog).toContainText(text('receipt_colleague'));
	await second.page.keyboard.press('Escape');
	const [stranger = ''] = await workerCodes(world, ['W-000001']);
	await other.type(stranger);
	await expect(other.dialog).toContainText(text('receipt_free'));
});
