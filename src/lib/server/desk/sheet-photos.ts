import type { Photo } from '#lib/domain/photo.ts';
import type { Arrived } from '#lib/server/attachments/arrived-photos.ts';
import type { DeskContext } from './desk-context.ts';
import { messageText } from './message-text.ts';
import type { ShownField } from './shown-fields.ts';

/** A photo as the desk shows it; its picture is at `/api/attachments/<id>` once it is here. */
export interface SheetPhoto extends Pick<
	Photo,
	'id' | 'use' | 'source' | 'takenAt' | 'publicity' | 'width' | 'height'
> {
	/** `coming`: its phone has not sent it yet. */
	readonly state: Arrived | 'coming';
}

export function sheetPhoto(photo: Photo, arrived: ReadonlyMap<string, Arrived>): SheetPhoto {
	const { id, use, source, takenAt, publicity, width, height } = photo;
	return { id, use, source, takenAt, publicity, width, height, state: arrived.get(id) ?? 'coming' };
}

/** The fields, with how many of the photos are here: the record can be reviewed meanwhile. */
export function withArrived(
	context: DeskContext,
	fields: readonly ShownField[],
	total: number,
	arrived: number
): readonly ShownField[] {
	if (total === 0) return fields;
	const text = messageText('desk_photos_arrived', context.locale, { arrived, total });
	return fields.map((field) => (field.path === 'photos' && !field.withheld ? { ...field, text } : field));
}
