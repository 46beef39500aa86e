import { join } from 'node:path';
import type { Config } from '#lib/server/config.ts';
import { localFiles, localParts } from './local-stores.ts';
import { s3Files } from './s3-files.ts';
import type { AttachmentStores } from './stores.ts';
import { watchedFiles, type WatchedFiles } from './watched-files.ts';

export interface OpenStores extends AttachmentStores {
	readonly files: WatchedFiles;
}

/** The stores that the configuration names. Begun files are always on this machine, whole ones where it says. */
export function openStores({ dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>): OpenStores {
	const folder = join(dataDir, 'attachments');
	const files = watchedFiles(s3 ? s3Files(s3) : localFiles(folder));
	return { parts: localParts(join(folder, 'begun')), files };
}
