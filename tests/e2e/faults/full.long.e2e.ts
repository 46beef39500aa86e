/** A phone whose disk is really full: a text is still saved, its person is told, and with room again all is as before. */
import { credentials } from '../harness/accounts.ts';
import { PHONE } from '../harness/browser.ts';
import { Phone } from '../harness/phone.ts';
import { rawTables } from '../harness/raw-tables.ts';
import { VISIT } from '../harness/samples.ts';
import { SmallDisk } from '../harness/small-disk.ts';
import { text, textLike } from '../harness/texts.ts';
import { expect, test } from '../harness/world.ts';
import { FormPage } from '../pages/form.ts';

/**
 * Whether room is kept back. Only asked for: what a page has read goes on holding its room when it is deleted. A browser whose
 * disk is full may just then be unable to say.
 */
const isKept = (phone: Phone) =>
	phone.page.evaluate(async () => {
		for (let tries = 5; ; tries--) {
			try {
				const cache = await caches.open('liangfeng-spare');
				return (await cache.keys('/spare-room')).length > 0;
			} catch (error) {
				if (tries === 0) throw error;
				await new Promise((settle) => setTimeout(settle, 200));
			}
		}
	});

/** Bytes of the room that is kept back, read; for when nothing is to be saved any more. */
const spareBytes = (phone: Phone) =>
	phone.page.evaluate(async () => {
		const kept = await (await caches.open('liangfeng-spare')).match('/spare-room');
		return (await kept?.arrayBuffer())?.byteLength ?? 0;
	});

/** What lies outside the databases, by its address. */
const copies = (phone: Phone) =>
	phone.page.evaluate(async () => {
		const names = (await caches.keys()).filter((name) => name.startsWith('liangfeng-rescue-'));
		const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
		return kept.flat().map(({ url }) => decodeURIComponent(url));
	});

test('typed and saved on a full disk without network: it is there after a kill, and reaches the server', async ({
	world
}) => {
	const browser = world.browser(PHONE, { lasting: true });
	const disk = new SmallDisk(browser.profile, 192);
	try {
		const phone = new Phone(browser);
		await phone.open();
		const { login, password } = credentials('volunteer');
		await phone.signIn(login, password);
		await phone.restart();
		await phone.network.cut();
		const form = await (await phone.today()).start('visit');
		await form.fillAll(VISIT);
		await expect.poll(() => isKept(phone)).toBe(true);
		const short = () => phone.page.getByText(text('storage_short_title'));
		await expect(short()).toBeHidden();

		// A browser may just then give back some room of its own: then the next one finds none.
		let id = '';
		for (let tries = 0; (await isKept(phone)) && tries < 5; tries++) {
			const next = tries === 0 ? form : await (await phone.today()).start('visit');
			if (tries > 0) await next.fillAll(VISIT);
			disk.fill();
			await next.input('situation').fill('写在满的手机上');
			id = await next.save();
		}
		expect(await isKept(phone)).toBe(false);
		await (await phone.record(id)).isAtStage('on_phone');
		await expect(short()).toBeVisible();
		const draft = await phone.form('visit');
		const address = phone.page.url();
		await draft.input('situation').fill('没写完');
		const copy = expect.stringMatching(new RegExp(`visit:${draft.recordId}$`));
		await expect.poll(() => copies(phone)).toEqual(expect.arrayContaining([copy]));

		// A browser may take the database for damaged now, and begin an empty one.
		await phone.killAndReopen();
		await phone.page.goto('/');
		await expect(
			phone.page.getByText(textLike('sign_in_rescued')).or(phone.page.getByText(text('nav_today')).first())
		).toBeVisible();
		disk.free();
		await phone.network.restore();
		await phone.signInAgain();
		await phone.page.goto(address);
		await expect(new FormPage(phone.page).input('situation')).toHaveValue('没写完');
		await phone.settle();
		await (await phone.record(id)).isAtStage('on_server');
		await expect.poll(() => spareBytes(phone)).toBe(2_000_000);
		await phone.today();
		await expect(short()).toBeHidden();
		const [record, ...more] = await world.rows<{ body: string }>(
			`select body from record where id = '${id}'`
		);
		expect(more).toEqual([]);
		expect(record?.body).toContain('写在满的手机上');
	} finally {
		await browser.close();
		disk.remove();
	}
});

test('saved before the disk ran full, and only typed since: it outlives a kill', async ({ world }) => {
	const browser = world.browser(PHONE, { lasting: true });
	const disk = new SmallDisk(browser.profile, 192);
	try {
		const phone = new Phone(browser);
		await phone.open();
		const { login, password } = credentials('volunteer');
		await phone.signIn(login, password);
		await phone.restart();
		await phone.network.cut();
		const id = await phone.save('visit', VISIT);
		const draft = await phone.form('visit');
		await expect.poll(() => isKept(phone)).toBe(true);
		const isWritten = async (words: string) => {
			const tables = await rawTables(phone.page, 'drafts').catch(() => ({}));
			return JSON.stringify(tables).includes(words);
		};
		for (let tries = 0; (await isKept(phone)) && tries < 5; tries++) {
			disk.fill();
			await draft.input('situation').fill(`没写完${tries}`);
			await expect.poll(async () => !(await isKept(phone)) || isWritten(`没写完${tries}`)).toBe(true);
		}
		// The draft's, and that of what was saved.
		await expect.poll(async () => (await copies(phone)).length).toBe(2);
		await draft.input('situation').fill('写在断了的一行后面');
		await expect.poll(() => isWritten('写在断了的一行后面')).toBe(true);

		await phone.killAndReopen();
		await phone.page.goto('/');
		await expect(
			phone.page.getByText(textLike('sign_in_rescued')).or(phone.page.getByText(text('nav_today')).first())
		).toBeVisible();
		disk.free();
		await phone.network.restore();
		await phone.signInAgain();
		await phone.settle();
		await (await phone.record(id)).isAtStage('on_server');
	} finally {
		await browser.close();
		disk.remove();
	}
});
