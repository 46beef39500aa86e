import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** The photos of the form that is open, and the camera. */
export class Photos {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	get camera(): Locator {
		return this.page.getByRole('dialog', { name: text('camera_title'), exact: true });
	}
	get thumbs(): Locator {
		return this.page.getByRole('button', { name: new RegExp(`^${text('photo_open', { what: '' })}`) });
	}
	get notice(): Locator {
		return this.page.getByRole('dialog', { name: text('photo_notice_title'), exact: true });
	}

	button(key: string): Locator {
		return this.page.getByRole('button', { name: text(key), exact: true });
	}

	/** @param use of the photos among which the button stands; without it the first on the form */
	async openCamera(use?: 'scene' | 'sheet'): Promise<void> {
		const among = use ? this.page.locator(`[id="field-photos-${use}"]`) : this.page;
		await among
			.getByRole('button', { name: text('photos_take'), exact: true })
			.first()
			.click();
		await expect(this.camera.or(this.notice)).toBeVisible();
		if (await this.notice.isVisible()) await this.acceptNotice();
		await expect(this.camera).toBeVisible();
	}

	async acceptNotice(): Promise<void> {
		await this.notice.getByRole('button', { name: text('photo_notice_accept'), exact: true }).click();
	}

	/** Takes pictures until the camera says how many there are. */
	async shoot(taken: number): Promise<void> {
		await this.camera.getByRole('button', { name: text('camera_shoot'), exact: true }).click();
		await expect(this.camera.getByText(text('camera_taken', { n: taken }))).toBeVisible({ timeout: 120_000 });
	}

	/** The camera shows its picture. */
	async isReady(): Promise<void> {
		await expect(this.camera.getByRole('button', { name: text('camera_shoot'), exact: true })).toBeEnabled();
	}

	/** One picture of a sheet: the camera closes by itself. */
	async shootSheet(): Promise<void> {
		const before = await this.thumbs.count();
		await this.camera.getByRole('button', { name: text('camera_shoot'), exact: true }).click();
		await expect(this.camera).toBeHidden();
		await expect(this.thumbs).toHaveCount(before + 1, { timeout: 120_000 });
	}

	async closeCamera(): Promise<void> {
		await this.camera.getByRole('button', { name: text('camera_done'), exact: true }).click();
		await expect(this.camera).toBeHidden();
	}

	/** Reads and accepts the notice before the first picture. */
	async begin(): Promise<void> {
		await this.button('photos_choose').first().click();
		await this.acceptNotice();
		await expect(this.notice).toBeHidden();
	}

	/** Takes a photo out of the form. */
	async remove(thumb: Locator): Promise<void> {
		const before = await this.thumbs.count();
		await thumb.click();
		await this.button('photo_remove').click();
		await expect(this.thumbs).toHaveCount(before - 1);
	}

	async chooseFiles(files: readonly { name: string; bytes: Buffer; type?: string }[]): Promise<void> {
		const chooser = this.page.waitForEvent('filechooser');
		await this.button('photos_choose').first().click();
		const opened = await chooser;
		await opened.setFiles(
			files.map(({ name, bytes, type = 'image/jpeg' }) => ({ name, mimeType: type, buffer: bytes }))
		);
	}

	/** The files as they lie in the phone's database, in the order in which they were taken. */
	async stored(): Promise<Buffer[]> {
		const files = await this.page.evaluate(async () => {
			const answer = <T>(request: IDBRequest<T>) =>
				new Promise<T>((settle, fail) => {
					request.onsuccess = () => settle(request.result);
					request.onerror = () => fail(new Error(String(request.error)));
				});
			const names = (await indexedDB.databases()).map(({ name = '' }) => name);
			const own = names.find((name) => name.startsWith('liangfeng-') && name !== 'liangfeng-phone');
			const database = await answer(indexedDB.open(own ?? ''));
			const rows = database.transaction('attachmentBytes').objectStore('attachmentBytes').getAll();
			const found = (await answer(rows)) as { id: string; bytes: ArrayBuffer }[];
			database.close();
			return found.map(({ bytes }) => {
				const view = new Uint8Array(bytes);
				let text = '';
				for (let at = 0; at < view.length; at += 8192)
					text += String.fromCharCode(...view.subarray(at, at + 8192));
				return btoa(text);
			});
		});
		return files.map((file) => Buffer.from(file, 'base64'));
	}
}
