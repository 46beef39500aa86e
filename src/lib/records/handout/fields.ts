import { goodsLine } from '#lib/records/goods-line.ts';
import { remark, whenAndWhere } from '#lib/records/common-fields.ts';
import { photosField } from '#lib/records/photos.ts';
import type { FieldSpec } from '#lib/records/kind.ts';

const proxy: FieldSpec = {
	name: 'proxy',
	label: 'field_proxy',
	privacy: 'personal',
	type: {
		is: 'group',
		fields: [
			{ name: 'name', label: 'field_proxy_name', type: { is: 'text' }, privacy: 'personal' },
			{ name: 'relation', label: 'field_proxy_relation', type: { is: 'text' }, privacy: 'personal' }
		]
	}
};

const signature: FieldSpec = {
	name: 'signature',
	label: 'field_signature',
	privacy: 'personal',
	type: { is: 'signature' }
};

/** How a handout is read, in the order of the paper register. */
export const handoutFields: readonly FieldSpec[] = [
	...whenAndWhere,
	{ name: 'handoutKind', label: 'field_handout_kind', type: { is: 'code', list: 'handout_kind' } },
	{
		name: 'organisation',
		label: 'field_organisation',
		type: { is: 'reference', kind: 'organisation' }
	},
	{ name: 'station', label: 'field_station', type: { is: 'reference', kind: 'station' } },
	{ name: 'placeText', label: 'field_place_text', type: { is: 'text' } },
	{ name: 'worksiteKind', label: 'field_worksite_kind', type: { is: 'reference', kind: 'worksiteKind' } },
	{ name: 'personTimes', label: 'field_person_times', type: { is: 'integer' } },
	{ name: 'firstTimePersons', label: 'field_first_time_persons', type: { is: 'integer' } },
	{ name: 'newFormPersonTimes', label: 'field_new_form', type: { is: 'integer' } },
	{ name: 'kit', label: 'field_kit', type: { is: 'reference', kind: 'kit' } },
	{
		name: 'lines',
		label: 'field_lines',
		type: {
			is: 'rows',
			fields: goodsLine
		}
	},
	{
		name: 'receiver',
		label: 'field_receiver',
		privacy: 'personal',
		type: {
			is: 'group',
			fields: [
				{ name: 'name', label: 'field_name', type: { is: 'text' }, privacy: 'personal' },
				{ name: 'role', label: 'field_receiver_role', type: { is: 'text' } },
				{ name: 'phone', label: 'field_phone', type: { is: 'text' }, privacy: 'personal' }
			]
		}
	},
	proxy,
	{
		name: 'recipients',
		label: 'field_recipients',
		privacy: 'personal',
		type: {
			is: 'rows',
			fields: [
				{ name: 'name', label: 'field_name', type: { is: 'text' }, privacy: 'personal' },
				{
					name: 'organisation',
					label: 'field_workplace',
					type: { is: 'reference', kind: 'organisation' }
				},
				{ name: 'organisationText', label: 'field_workplace_text', type: { is: 'text' } },
				{
					name: 'category',
					label: 'field_recipient_category',
					type: { is: 'code', list: 'recipient_category' }
				},
				{ name: 'phone', label: 'field_phone', type: { is: 'text' }, privacy: 'personal' },
				{ name: 'portions', label: 'field_portions', type: { is: 'integer' } },
				proxy,
				remark,
				signature
			]
		}
	},
	{ name: 'receipt', label: 'field_receipt', type: { is: 'code', list: 'evidence_type' } },
	signature,
	{ name: 'paperKeeper', label: 'field_paper_keeper', type: { is: 'text' }, privacy: 'personal' },
	{ name: 'temperature', label: 'field_temperature', type: { is: 'decimal' } },
	{ name: 'photosReported', label: 'field_photos_reported', type: { is: 'integer' }, onlyFilled: true },
	photosField,
	remark
];
