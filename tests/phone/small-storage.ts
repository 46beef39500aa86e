/** The browser's small storage: its names are the object's own keys. */
export function smallStorage(): Storage {
	const methods = {
		getItem: (name: string) => (storage[name] as string | undefined) ?? null,
		setItem: (name: string, text: string) => void (storage[name] = text),
		removeItem: (name: string) => void Reflect.deleteProperty(storage, name)
	};
	const storage = Object.create(methods) as Record<string, unknown>;
	return storage as unknown as Storage;
}
