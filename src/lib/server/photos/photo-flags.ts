import type { Body } from '#lib/domain/merge.ts';
import { photosIn } from '#lib/domain/photo.ts';
import type { FlagTable } from '#lib/server/database/schema.ts';
import { used, type UsedPhotos } from './used-photos.ts';

/** Code of the flag for a picture that another record used before; its params name that record. */
export const USED_TWICE = 'photo-twice';

interface World {
	readonly usedPhotos: UsedPhotos;
	numberOf(recordId: string): string | null;
	newId(): string;
}

/** Flags for photos of this body: those that were found when they came stay while the photo does. */
export function photoFlags(
	recordId: string,
	body: Body,
	before: readonly FlagTable[],
	rev: number,
	world: World
): FlagTable[] {
	return photosIn(body).flatMap(({ id }): FlagTable[] => {
		const field = `photos.${id}`;
		const stays = before.find((flag) => flag.code === USED_TWICE && flag.field === field);
		if (stays) return [stays];
		const other = world.usedPhotos.get(used(recordId, id));
		if (other === undefined) return [];
		const no = world.numberOf(other);
		return [
			{
				id: world.newId(),
				record_id: recordId,
				code: USED_TWICE,
				field,
				message: no ? 'photo_twice' : 'photo_twice_unnamed',
				params: JSON.stringify({ record: no ?? '', recordId: other }),
				answer: null,
				created_rev: rev,
				closed: 0
			}
		];
	});
}
