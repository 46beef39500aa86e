/** `Phone` over the phone's own database: who is on it, how one of them opens the app, and the engine that goes with it. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { SignedIn } from '#lib/protocol/auth.ts';
import { bringBack } from '#lib/storage/bring-back.ts';
import { erasePerson, openDatabases, type Databases } from '#lib/storage/databases.ts';
import { isSilent } from '#lib/storage/failure.ts';
import { getMeta, setMeta } from '#lib/storage/meta.ts';
import { countUnconfirmed } from '#lib/storage/photos/count-unconfirmed.ts';
import { countOutbox } from '#lib/storage/outbox.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import type { PhonePerson } from './contract.ts';
import { OpenFieldApp } from './field-app.svelte.ts';
import { hashPin, isPin, isPinRight } from './pin.ts';
import type { OpenResult, Phone, PinResult, SignInResult, SignOutResult } from './phone.ts';
import { readAnyBody } from './kinds.ts';
import { isErased, toPerson } from './phone-person.ts';
import { refusal, tryPin } from './pin-lock.ts';
import type { PhonePorts, SyncRun } from './phone-ports.ts';
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
		const { signIn } = await import('./session.ts');
		const deviceLabel = this.#ports.deviceLabel;
		return this.#enter(
			await signIn(this.#ports.fetch, { login: login.trim(), password, deviceId, deviceLabel }),
			deviceId
		);
	}

	async enrol(code: string): Promise<SignInResult> {
		const { enrol } = await import('./session.ts');
		const ask = async (deviceId: string) => {
			const request = { code: code.trim(), deviceId, deviceLabel: this.#ports.deviceLabel };
			return this.#enter(await enrol(this.#ports.fetch, request), deviceId);
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

	async openPerson(id: string, pin?: string): Promise<OpenResult> {
		const row = await this.#ports.store.get(id);
		if (!row) return refusal('no-such-person');
		if (this.#open?.app.person.id === id) return { ok: true, app: this.#open.app };
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
		await this.#noteWaiting(open.databases);
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
			const waiting = await this.#countUnsent(id);
			if (waiting > 0) return { ok: false, failure: 'unsent', waiting };
		}
		const { endSession } = await import('./session.ts');
		await endSession(this.#ports.fetch, id);
		// Before the app closes, so that nothing opens it again; and after, whatever an exchange under way has noted.
		const signedOut = { signedIn: false, sessionTrouble: 'auth' } as const;
		await this.#change(id, signedOut);
		if (this.#open?.app.person.id === id) await this.closeApp();
		if (options.erase) await this.#erase(id);
		else await this.#change(id, signedOut);
		await this.listPersons();
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
	}

	async #enter(answer: SessionAnswer, deviceId: string): Promise<SignInResult> {
		if (!answer.ok) return answer;
		try {
			const row = await this.#remember(answer.signedIn, deviceId);
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

	async #remember(answer: SignedIn, deviceId: string): Promise<PersonRow> {
		const { account, grants, grantsRev } = answer;
		const before = await this.#ports.store.get(account.id);
		const row: PersonRow = {
			pin: null,
			pinFailures: 0,
			pinWaitUntil: null,
			waiting: 0,
			...before,
			...account,
			deviceId,
			grants,
			grantsRev,
			lastUsed: instantOf(this.#ports.clock.now()),
			signedIn: true,
			sessionTrouble: null
		};
		await this.#ports.store.put(row);
		return row;
	}

	async #openApp(row: PersonRow, answer?: SignedIn): Promise<OpenFieldApp> {
		await this.closeApp();
		const { clock: timer, rescueOf } = this.#ports;
		const databases = await openDatabases(row.id, { ...this.#ports, timer, rescue: rescueOf?.(row.id) });
		try {
			return await this.#startApp(row, databases, answer);
		} catch (error) {
			databases.close();
			throw error;
		}
	}

	async #startApp(row: PersonRow, databases: Databases, answer?: SignedIn): Promise<OpenFieldApp> {
		const { clock, randomness } = this.#ports;
		if (answer && !databases.readOnly) {
			const { grants, grantsRev, sealing, former } = answer;
			await databases.saves.run((database) => setMeta(database, 'rights', { grants, grantsRev }));
			if (sealing) await databases.saves.run((database) => setMeta(database, 'sealing', sealing));
			if (former) await databases.saves.run((database) => setMeta(database, 'former', former));
			await this.#noteServer(databases, answer);
		}
		if (!databases.readOnly) await bringBack(databases, readAnyBody);
		const used = { lastUsed: instantOf(clock.now()), pinFailures: 0, pinWaitUntil: null };
		const current = (await this.#ports.store.update(row.id, used)) ?? row;
		let sync: SyncRun | null = null;
		const app = new OpenFieldApp(current, {
			databases,
			clock,
			randomness,
			buildMillis: this.#ports.buildMillis,
			measureStorage: this.#ports.measureStorage,
			askPersistence: this.#ports.askPersistence,
			painted: this.#ports.painted,
			onSaved: () => sync?.saved(),
			syncNow: async () => sync?.syncNow()
		});
		await app.start();
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

	/** From now on only answers of this server count. */
	async #noteServer(databases: Databases, { serverId, epoch }: SignedIn): Promise<void> {
		const lastExchangeAt = instantOf(this.#ports.clock.now());
		await databases.saves.run(async (database) => {
			if (await getMeta(database, 'server')) return;
			await setMeta(database, 'server', {
				serverId,
				epoch,
				lastServerTime: '',
				serverToday: '',
				skewMillis: null,
				lastExchangeAt,
				lastExchangeMillis: null
			});
		});
	}

	/** The server revoked this phone and has all of its work: what is left here goes. */
	async #onErased(id: string): Promise<void> {
		if (this.#open?.app.person.id === id) await this.closeApp();
		await this.#ports.rescueOf?.(id).clear();
		await erasePerson(id, this.#ports.indexedDB);
		await this.#change(id, { signedIn: false, sessionTrouble: 'device', waiting: 0, pin: null });
	}

	async #change(id: string, changes: Partial<Omit<PersonRow, 'id'>>): Promise<void> {
		const row = await this.#ports.store.update(id, changes);
		if (row && this.#open?.app.person.id === id) this.#open.app.setPerson(row);
		this.#rows = await this.#ports.store.list();
	}

	async #countUnsent(id: string): Promise<number> {
		const open = this.#open?.app.person.id === id ? this.#open.databases : null;
		const { clock, indexedDB, page } = this.#ports;
		const databases = open ?? (await openDatabases(id, { timer: clock, indexedDB, page }));
		try {
			const counts = await databases.saves.run(countOutbox);
			const records = counts.waiting + counts.attention;
			return records > 0 ? records : await databases.saves.run(countUnconfirmed);
		} finally {
			if (!open) databases.close();
		}
	}

	async #noteWaiting(databases: Databases): Promise<void> {
		const { waiting } = await databases.saves.run(countOutbox);
		await this.#ports.store.update(databases.person, { waiting });
	}

	async #erase(id: string): Promise<void> {
		await this.#ports.rescueOf?.(id).clear();
		await erasePerson(id, this.#ports.indexedDB);
		await this.#ports.store.remove(id);
	}

	#newId(): string {
		return uuidV7(this.#ports.clock.now(), this.#ports.randomness.bytes(10));
	}
}
