/** `Phone` over the phone's own database: who is on it, how one of them opens the app, and the engine that goes with it. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { SignedIn } from '#lib/protocol/auth.ts';
import { bringBack } from '#lib/storage/bring-back.ts';
import { openDatabases, type Databases } from '#lib/storage/databases.ts';
import { isSilent } from '#lib/storage/failure.ts';
import { countOutbox } from '#lib/storage/outbox.ts';
import { readCopies } from '#lib/storage/rescue.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import type { PhonePerson, StorageHealth } from './contract.ts';
import { countUnsent } from './count-unsent.ts';
import { finishErasing } from './erase.ts';
import { OpenFieldApp } from './field-app.svelte.ts';
import { hashPin, isPin, isPinRight } from './pin.ts';
import type { OpenResult, Phone, PinResult, SignInResult, SignOutResult } from './phone.ts';
import { readAnyBody } from './kinds.ts';
import { noteAnswer } from './note-answer.ts';
import { isErased, toPerson } from './phone-person.ts';
import { refusal, tryPin } from './pin-lock.ts';
import type { PhonePorts, SyncRun } from './phone-ports.ts';
import { rememberPerson } from './remember-person.ts';
import { loadSession, NOT_ASKED } from './load-session.ts';
import type { SessionAnswer } from './session.ts';
import { instantOf } from './today.ts';

interface Open {
	readonly app: OpenFieldApp;
	readonly databases: Databases;
	readonly sync: SyncRun;
	readonly device: string;
}

export class LivePhone implements Phone {
	readonly #ports: PhonePorts;
	#rows = $state.raw<readonly PersonRow[]>([]);
	#open = $state.raw<Open | null>(null);
	/** The only person of the phone, being opened without having been asked. */
	#alone: Promise<OpenResult> | null = null;

	readonly persons: readonly PhonePerson[] = $derived.by(() => this.#rows.map(toPerson));

	constructor(ports: PhonePorts) {
		this.#ports = ports;
	}

	get app(): OpenFieldApp | null {
		return this.#open?.app ?? null;
	}

	async listPersons(): Promise<readonly PhonePerson[]> {
		this.#rows = await this.#ports.store.list();
		return this.persons;
	}

	async signIn(login: string, password: string): Promise<SignInResult> {
		const known = await this.#ports.store.byLogin(login);
		const deviceId = known?.deviceId ?? this.#newId();
		const session = await loadSession();
		if (!session) return NOT_ASKED;
		const deviceLabel = this.#ports.deviceLabel;
		return this.#enter(
			await session.signIn(this.#ports.fetch, { login: login.trim(), password, deviceId, deviceLabel }),
			deviceId
		);
	}

	async enrol(code: string): Promise<SignInResult> {
		const session = await loadSession();
		if (!session) return NOT_ASKED;
		const ask = async (deviceId: string) => {
			const request = { code: code.trim(), deviceId, deviceLabel: this.#ports.deviceLabel };
			return this.#enter(await session.enrol(this.#ports.fetch, request), deviceId);
		};
		// Whose code it is, only the server knows. A person who is here already stays on the same device: what waits was made
		// on it. The server refuses the device of another person, and one that was revoked, and leaves the code unused.
		const present = await this.#presentDevice();
		const answer = present === null ? null : await ask(present);
		const isRefused = answer?.ok === false && ['malformed', 'device-revoked'].includes(answer.failure);
		return answer === null || isRefused ? ask(this.#newId()) : answer;
	}

	/** Device of the open person, else of the only one; null where it would be a guess. */
	async #presentDevice(): Promise<string | null> {
		const rows = (await this.#ports.store.list()).filter((row) => !isErased(row));
		const open = rows.find((row) => row.id === this.#open?.app.person.id);
		return (open ?? (rows.length === 1 ? rows[0] : undefined))?.deviceId ?? null;
	}

	/** Lists who is here, and begins to open the only one before any screen has asked for it. */
	async begin(): Promise<void> {
		await this.listPersons();
		const row = this.#onlyRow;
		if (row) this.#openAlone(this.#openRow(row)).catch(() => {});
		for (const { id, erasing } of this.#rows) if (erasing) void this.#erase(id);
	}

	async drawn(): Promise<void> {
		await this.#alone?.catch(() => {});
		await this.#ports.painted();
	}

	openAlone(): Promise<OpenResult> | null {
		const row = this.#onlyRow;
		return row && (this.#alone ?? this.#openAlone(this.openPerson(row.id)));
	}

	get #onlyRow(): PersonRow | null {
		const [row, ...others] = this.#rows;
		return row?.signedIn && row.pin === null && others.length === 0 ? row : null;
	}

	#openAlone(opening: Promise<OpenResult>): Promise<OpenResult> {
		this.#alone = opening.finally(() => (this.#alone = null));
		return this.#alone;
	}

	async openPerson(id: string, pin?: string): Promise<OpenResult> {
		const row = await this.#ports.store.get(id);
		return row ? this.#openRow(row, pin) : refusal('no-such-person');
	}

	async #openRow(row: PersonRow, pin?: string): Promise<OpenResult> {
		if (this.#open?.app.person.id === row.id) return { ok: true, app: this.#open.app };
		if (isErased(row)) return refusal('erased');
		if (!row.signedIn) return refusal('signed-out');
		const { refused, changes } = await tryPin(row, pin, this.#ports.clock.now());
		if (changes) await this.#change(row.id, changes);
		if (refused) return refused;
		// A browser that closes its databases just then fails an opening that succeeds the next moment.
		for (let tries = 2; ; tries--) {
			try {
				return { ok: true, app: await this.#openApp(row) };
			} catch (error) {
				// What is silent was waited for, more than once.
				if (isSilent(error)) return refusal('silent');
				if (tries === 1) return refusal('storage');
			}
		}
	}

	async closeApp(): Promise<void> {
		const open = this.#open;
		if (!open) return;
		this.#open = null;
		await open.sync.stop();
		await open.app.close();
		// For the chooser alone: where it cannot be written, the number of before stands there.
		await this.#noteWaiting(open.databases).catch(() => {});
		open.databases.close();
		await this.listPersons();
	}

	async setPin(pin: string | null, current?: string): Promise<PinResult> {
		const id = this.#open?.app.person.id;
		const row = id ? await this.#ports.store.get(id) : undefined;
		if (!row) throw new Error('pin: nobody has opened the app');
		if (pin !== null && !isPin(pin)) return 'too-short';
		if (row.pin && !(await isPinRight(current ?? '', row.pin))) return 'pin-wrong';
		const hashed = pin === null ? null : await hashPin(pin, this.#ports.randomness.bytes(16));
		await this.#change(row.id, { pin: hashed, pinFailures: 0, pinWaitUntil: null });
		return 'set';
	}

	async signOut(id: string, options: { erase?: boolean } = {}): Promise<SignOutResult> {
		if (options.erase) {
			const open = this.#open?.app.person.id === id ? this.#open.databases : null;
			const waiting = await countUnsent(id, open, this.#ports);
			if (waiting !== 0) return { ok: false, failure: 'unsent', waiting };
		}
		await (await loadSession())?.endSession(this.#ports.fetch, id);
		// Before the app closes, so that nothing opens it again; and after, whatever an exchange under way has noted.
		const signedOut = { signedIn: false, sessionTrouble: 'auth', erasing: options.erase === true } as const;
		await this.#change(id, signedOut);
		await this.#leave(id);
		// Whoever comes back after all was erased comes with a new device.
		await this.#change(id, options.erase ? { ...signedOut, deviceId: this.#newId() } : signedOut);
		if (options.erase) await this.#erase(id);
		return { ok: true };
	}

	/** The page became visible: look whether the database is still there, then exchange. */
	async visible(): Promise<void> {
		const open = this.#open;
		if (!open) return;
		await open.databases.probe();
		// While this page slept, another may have taken the person off this phone.
		const row = await this.#ports.store.get(open.app.person.id);
		if (!row || isErased(row)) return this.#ports.onVersionChange();
		open.sync.visible();
		if (open.databases.rescue?.isOwing) await open.app.refresh();
	}

	async #enter(answer: SessionAnswer, deviceId: string): Promise<SignInResult> {
		if (!answer.ok) return answer;
		try {
			const row = await rememberPerson(answer.signedIn, deviceId, this.#ports);
			const open = this.#open;
			// Under another device than it was opened with, its exchange has to begin anew.
			if (open?.app.person.id === row.id && open.device === row.deviceId) {
				open.app.setPerson(row);
				void open.sync.syncNow();
				return { ok: true, app: open.app };
			}
			const app = await this.#openApp(row, answer.signedIn);
			return { ok: true, app };
		} catch {
			return { ok: false, failure: 'storage', retryAfterSeconds: null };
		}
	}

	/** What the browser is asked for needs nothing of the rest: a phone waits for all of it at once. */
	async #openApp(row: PersonRow, answer?: SignedIn): Promise<OpenFieldApp> {
		await this.closeApp();
		const { clock: timer, rescueOf, store } = this.#ports;
		const rescue = rescueOf?.(row.id);
		const [measured, copies] = [this.#ports.measureStorage(), readCopies(rescue)];
		const used = { lastUsed: instantOf(timer.now()), pinFailures: 0, pinWaitUntil: null };
		// An app that a full disk does not let write opens all the same.
		const noted = store.update(row.id, used).catch(() => undefined);
		const databases = await openDatabases(row.id, { ...this.#ports, timer, rescue });
		try {
			if (answer) await noteAnswer(databases, answer, timer.now());
			await bringBack(databases, readAnyBody, copies).catch(() => rescue?.arm());
			return await this.#startApp(row, noted, databases, measured);
		} catch (error) {
			databases.close();
			throw error;
		}
	}

	async #startApp(
		row: PersonRow,
		noted: ReturnType<PhonePorts['store']['update']>,
		databases: Databases,
		measured: Promise<StorageHealth>
	): Promise<OpenFieldApp> {
		let sync: SyncRun | null = null;
		const app = new OpenFieldApp(row, {
			...this.#ports,
			databases,
			onSaved: () => sync?.saved(),
			syncNow: async () => sync?.syncNow()
		});
		const current = await app.start(measured, noted);
		sync = this.#ports.startSync({
			app,
			row: current,
			databases,
			store: this.#ports.store,
			onErased: () => void this.#onErased(current.id),
			painted: this.#ports.painted
		});
		this.#open = { app, databases, sync, device: current.deviceId };
		await this.listPersons();
		return app;
	}

	/** The server revoked this phone and has all of its work: what is left here goes. */
	async #onErased(id: string): Promise<void> {
		await this.#leave(id);
		const erased = {
			signedIn: false,
			sessionTrouble: 'device',
			waiting: 0,
			pin: null,
			erasing: true
		} as const;
		await this.#change(id, erased).catch(() => {});
		await this.#erase(id);
	}

	/** Whatever goes wrong with it: the screens have nothing of the person any more. */
	async #leave(id: string): Promise<void> {
		if (this.#open?.app.person.id === id) await this.closeApp().catch(() => {});
	}

	async #change(id: string, changes: Partial<Omit<PersonRow, 'id'>>): Promise<void> {
		const row = await this.#ports.store.update(id, changes);
		if (row && this.#open?.app.person.id === id) this.#open.app.setPerson(row);
		this.#rows = await this.#ports.store.list();
	}

	async #noteWaiting(databases: Databases): Promise<void> {
		const { waiting } = await databases.saves.run(countOutbox);
		await this.#ports.store.update(databases.person, { waiting });
	}

	/** What cannot be noted now is done once more at the next start. */
	async #erase(id: string): Promise<void> {
		await finishErasing(id, this.#ports).catch(() => {});
		await this.listPersons().catch(() => {});
	}

	readonly #newId = () => uuidV7(this.#ports.clock.now(), this.#ports.randomness.bytes(10));
}
