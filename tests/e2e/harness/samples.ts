/** What the volunteer of the stories types into the three forms, beyond what the forms offer by themselves. */
import type { Values } from '../pages/form.ts';

export const HANDOUT: Values = {
	organisation: { pick: '崇仁' },
	personTimes: '24',
	firstTimePersons: '0',
	worksiteKind: { code: 'WS23' },
	'receiver.name': '何示云',
	receipt: { code: 'PAPER' },
	paperKeeper: '孙示安'
};

export const VISIT: Values = {
	purpose: { code: 'VP11' },
	organisation: { pick: '崇仁' },
	visitors: { add: '李示江、黄示柏' },
	peopleMet: '２４',
	category: { code: 'RC04' },
	situation: '现场设有饮水点，𠮷师傅提醒中午停工。'
};

export const SESSION: Values = {
	type: { code: 'XJ' },
	topic: { pick: '' },
	speakers: { pick: '' },
	mode: { code: 'XX' },
	hostOrganisation: { pick: '崇仁' },
	venue: '崇仁县总工会二楼会议室',
	start: '15:30',
	minutes: '75',
	audience: { code: 'AU01' },
	headcount: '86',
	team: { code: 'TM07' }
};
