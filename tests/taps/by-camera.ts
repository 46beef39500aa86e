import type { Page } from '@playwright/test';
import { openWithFilm, writeCodeFilm } from '../e2e/harness/code-film.ts';
import { Folder } from '../e2e/harness/command.ts';
import { cardOf } from '../e2e/harness/lent-roster.ts';
import type { Phone } from '../e2e/harness/phone.ts';
import type { World } from '../e2e/harness/world.ts';
import { SignInSheet } from '../e2e/pages/sign-ins.ts';
import { BUDGETS, type Measurement } from './budgets.ts';

/**
 * Cards held before Chromium's fake camera at a session's sheet, one after another: the mean time from the first picture that
 * shows a card until the page says who it is. The film has five pictures a second, a camera some thirty; what is counted begins
 * when the page has the picture.
 */
export async function byCamera(
	world: World,
	phone: Phone,
	slow: (phone: Phone) => Promise<void>
): Promise<Measurement> {
	const folder = new Folder();
	try {
		const film = folder.at('cards.y4m');
		writeCodeFilm(film, [await cardOf(world, '李示安'), await cardOf(world, '易示篁')], 3);
		await openWithFilm(phone, film);
		await phone.network.cut();
		await (await phone.today()).start('session');
		const sheet = await new SignInSheet(phone.page).open();
		await slow(phone);
		await sheet.way('scan');
		const times = await answerMillis(phone.page, 5);
		await sheet.done();
		// The first card also waits for the reader to be loaded.
		const counted = times.slice(1);
		const seconds = counted.reduce((sum, millis) => sum + millis, 0) / counted.length / 1000;
		return { budget: BUDGETS.byCamera, taps: 0, seconds };
	} finally {
		await phone.network.restore();
		folder.remove();
	}
}

/** Milliseconds from the first picture with a card in it to the answer on the page, of so many cards. */
function answerMillis(page: Page, of: number): Promise<number[]> {
	return page.evaluate(
		(wanted) =>
			new Promise<number[]>((done) => {
				const video = document.querySelector('video');
				const answer = document.querySelector('.scanner [role="status"]');
				const brush = new OffscreenCanvas(16, 12).getContext('2d', { willReadFrequently: true });
				if (!video || !answer || !brush) throw new Error('No scanner is open.');
				const times: number[] = [];
				let since: number | null = null;
				let wasCard = false;
				const look: VideoFrameRequestCallback = (_now, { presentationTime }) => {
					brush.drawImage(video, 0, 0, 16, 12);
					const isCard = brush.getImageData(4, 3, 8, 6).data.some((value) => value < 150);
					if (isCard && !wasCard) since = presentationTime;
					wasCard = isCard;
					video.requestVideoFrameCallback(look);
				};
				video.requestVideoFrameCallback(look);
				new MutationObserver(() => {
					if (since === null) return;
					times.push(performance.now() - since);
					since = null;
					if (times.length === wanted) done(times);
				}).observe(answer, { childList: true, subtree: true, characterData: true });
			}),
		of
	);
}
