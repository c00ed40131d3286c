/** Files that are refused: each mistake at its line and column, with what is wrong and what would be right. */
import { describe, expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import { fileWith, fileWithCondition } from './routing-files.ts';

function problemsOf(text: string): string[] {
  const result = parseRoutingFile(text);
  return result.ok ? [] : formatProblems('', result.problems).replaceAll(/^:/gm, '').split('\n');
}

const repWith = (rest: string) => fileWith({ 4: `  - { id: ana, name: Ana Ruiz, email: ana@acme.example, ${rest} }` });
const poolOf = (rest: string) => fileWith({ 7: `  - { id: iberia, ${rest} }` });
const poolWith = (rest: string) =>
  poolOf(`strategy: cherry-pick, channels: { slack: "#iberia" }, members: [ana], ${rest}`);
const poolWithMembers = (members: string) =>
  poolOf(`strategy: cherry-pick, channels: { slack: "#iberia" }, members: ${members}`);
const blindPool = (rest: string) => fileWith({ 8: `  - { id: world, strategy: blind-pull, members: [bob], ${rest} }` });
const firstRule = (rest: string) => fileWith({ 10: `  - { name: Iberia, ${rest} }` });

type Case = [title: string, text: string, problems: string[]];

const SYNTAX: Case[] = [
  ['an empty file', '', ['1:1 is empty']],
  ['a list', '- version: 1', ['1:1 must be a mapping, not a list']],
  ['a key that is there twice', fileWith({ 2: 'version: 1' }), ['2:1 not valid YAML: Map keys must be unique']],
  [
    'a bracket that is not closed',
    fileWith({ 2: 'admins: [maya@acme.example' }),
    ['3:1 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  [
    'a tab',
    fileWith({ 2: 'admins:\n\t- maya@acme.example' }),
    ['3:1 not valid YAML: Tabs are not allowed as indentation'],
  ],
  [
    'a channel whose # is not in quotes',
    poolOf('strategy: cherry-pick, members: [ana], channels: { slack: #iberia }'),
    [
      '7:77 #iberia must be in quotes: an unquoted # begins a comment',
      '8:3 not valid YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
  ],
  [
    'a tag',
    fileWith({ 1: 'version: !!js/function 1' }),
    ['1:10 not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function'],
  ],
  [
    'a second document',
    fileWith({ 11: '---' }),
    ['11:1 a second document begins here: a routing file is one document, without ---'],
  ],
  [
    'the key __proto__',
    fileWith({ 2: '__proto__: { admins: [maya@acme.example] }' }),
    ['2:1 "__proto__" is a reserved name'],
  ],
  ['a field named constructor', fileWithCondition('{ constructor: 1 }'), ['10:29 "constructor" is a reserved name']],
  ['a key that is a number', fileWith({ 2: '5: 1' }), ['2:1 a key must be plain text: put it in quotes']],
  ['an alias of nothing', fileWith({ 2: 'admins: *people' }), ['2:9 there is no anchor &people before this']],
  ['an alias inside of what it stands for', fileWithCondition('&a { all: [*a] }'), ['10:38 *a contains itself']],
];

const SHAPE: Case[] = [
  ['another version', fileWith({ 1: 'version: 2' }), ['1:10 version: must be 1, not 2']],
  [
    'an unknown key',
    fileWith({ 2: 'admins: [maya@acme.example]\ntimezne: Europe/Madrid' }),
    ['3:1 timezne: there is no key "timezne" here; did you mean timezone?'],
  ],
  ['no admins', fileWith({ 2: 'timezone: UTC' }), ['1:1 admins: is missing; for example [ maya@acme.example ]']],
  ['an admin without an address', fileWith({ 2: 'admins: [maya]' }), ['2:10 admins[0]: is not an e-mail address']],
  [
    'an unknown time zone',
    fileWith({ 2: 'admins: [maya@acme.example]\ntimezone: Europe/Madird' }),
    ['3:11 timezone: there is no time zone "Europe/Madird"; did you mean Europe/Madrid?'],
  ],
  [
    'a time zone that knows no summer time',
    repWith('timezone: "+02:00"'),
    ['4:67 reps[0].timezone: there is no time zone "+02:00"; use a name such as Europe/Madrid'],
  ],
  [
    'a rep without an address',
    fileWith({ 5: '  - { id: bob, name: Bob Stone }' }),
    ['5:5 reps[1].email: is missing; for example ana@acme.example'],
  ],
  [
    'a name that is a number',
    fileWith({ 5: '  - { id: bob, name: 5, email: bob@acme.example }' }),
    ['5:22 reps[1].name: must be text, not 5; put it in quotes'],
  ],
  [
    'hours that end before they begin',
    repWith('hours: { mon-fri: "18:00-09:00" }'),
    [
      '4:75 reps[0].hours.mon-fri: ends before it begins: a night is written as two spans, such as "22:00-24:00" and "00:00-06:00"',
    ],
  ],
  [
    'hours without minutes',
    repWith('hours: { mon-fri: "9-18" }'),
    ['4:75 reps[0].hours.mon-fri: must be a span of time such as "09:00-18:00"'],
  ],
  [
    'an unknown day',
    repWith('hours: { monday: "09:00-18:00" }'),
    ['4:66 reps[0].hours.monday: must be a day (mon, tue, wed, thu, fri, sat, sun) or a range of days such as mon-fri'],
  ],
  [
    'a day that is there twice',
    repWith('hours: { mon-fri: "09:00-18:00", fri: "09:00-14:00" }'),
    ['4:95 reps[0].hours.fri: fri is there twice'],
  ],
  [
    'spans that overlap',
    repWith('hours: { mon: ["09:00-14:00", "13:00-18:00"] }'),
    ['4:71 reps[0].hours.mon: the spans overlap'],
  ],
  ['holidays of a group of countries', repWith('holidays: EU'), ['4:67 reps[0].holidays: must be one country, not EU']],
  [
    'holidays of a region that there is not',
    repWith('holidays: GB-XXX'),
    ['4:67 reps[0].holidays: no public holidays are known for GB-XXX; use GB-ALD, GB-ENG, GB-NIR, GB-SCT, GB-WLS'],
  ],
  [
    'holidays of a country whose holidays are not known',
    repWith('holidays: Qatar'),
    ['4:67 reps[0].holidays: no public holidays are known for QA; leave it out'],
  ],
  [
    'a head count upside down',
    repWith('skills: { employees: { gte: 500, lte: 50 } }'),
    ['4:78 reps[0].skills.employees: is upside down; write { gte: 50, lte: 500 }'],
  ],
  [
    'a range of postal codes upside down',
    repWith('skills: { postalCodes: [28999-28000] }'),
    ['4:81 reps[0].skills.postalCodes[0]: 28999-28000 is upside down; write 28000-28999'],
  ],
  [
    'a postal code without letters or digits',
    repWith('skills: { postalCodes: ["28", "*"] }'),
    ['4:87 reps[0].skills.postalCodes[1]: a postal code has letters or digits, such as 28 or SW1A'],
  ],
  [
    'a rep’s postal code without quotes',
    repWith('skills: { postalCodes: 08 }'),
    ['4:80 reps[0].skills.postalCodes: must be text or a list, not 8; put it in quotes'],
  ],
  ['a cap of no leads per hour', repWith('caps: { hour: 0 }'), ['4:71 reps[0].caps.hour: must be at least 1']],
  [
    'a time zone of a pool that does not exist',
    poolWith('timezone: Mars/Olympus'),
    ['7:100 pools[0].timezone: there is no time zone "Mars/Olympus"; use a name such as Europe/Madrid'],
  ],
  [
    'an unknown signal',
    fileWith({ 2: 'admins: [maya@acme.example]\nsignals: [presense]' }),
    ['3:11 signals[0]: must be presence, dnd, huddle or status, not "presense"; did you mean presence?'],
  ],
  [
    'a table outside of the file’s folder',
    fileWith({ 2: 'admins: [maya@acme.example]\nterritories: ../territories.csv' }),
    ['3:14 territories: must be a file beside this one or in a folder below, such as territories.csv'],
  ],
  [
    'a skill that is required and preferred',
    poolWith('skills: { require: [languages], prefer: { languages: 10m } }'),
    ['7:98 pools[0].skills: names a skill under both require and prefer; keep one'],
  ],
  [
    'an unknown skill',
    poolWith('skills: { require: [language] }'),
    [
      '7:110 pools[0].skills.require[0]: must be territories, countries, regions, postalCodes, languages, industries, employees or products, not "language"; did you mean languages?',
    ],
  ],
  [
    'a queue for something that leads do not have',
    poolWith('offer: { queuePer: contry }'),
    ['7:109 pools[0].offer.queuePer: must be a lead field such as country, or custom.<name>'],
  ],
  [
    'an exploration of more than everything',
    poolWith('performance: { exploration: 10 }'),
    ['7:118 pools[0].performance.exploration: must be at most 1'],
  ],
  [
    'an offer at no time',
    poolWith('offer: { atOnce: 0, maxOffers: 0 }'),
    ['7:107 pools[0].offer.atOnce: must be at least 1', '7:121 pools[0].offer.maxOffers: must be at least 1'],
  ],
  [
    'an unknown language',
    repWith('skills: { languages: [klingon] }'),
    ['4:79 reps[0].skills.languages[0]: there is no language "klingon"; use an ISO 639-1 code such as es'],
  ],
  [
    'caps that are no counts',
    repWith('caps: { month: 0, open: 1.5 }'),
    [
      '4:72 reps[0].caps.month: must be at least 1',
      '4:81 reps[0].caps.open: must be a whole number, not 1.5; for example 40',
    ],
  ],
  [
    'an unknown strategy',
    poolOf('strategy: cherrypick, channels: { slack: "#iberia" }, members: [ana]'),
    [
      '7:29 pools[0].strategy: must be cherry-pick, blind-pull, round-robin, top-performer or shotgun, not "cherrypick"; did you mean cherry-pick?',
    ],
  ],
  [
    'a pool without a channel',
    poolOf('strategy: cherry-pick, channels: {}, members: [ana]'),
    ['7:52 pools[0].channels: has no channel; for example slack: "#leads-iberia"'],
  ],
  [
    'a pool that says nothing of channels',
    poolOf('strategy: cherry-pick, members: [ana]'),
    ['7:5 pools[0].channels: is missing; for example { slack: "#leads-iberia" }'],
  ],
  [
    'a Slack channel with a space',
    poolOf('strategy: cherry-pick, channels: { slack: "#Our leads" }, members: [ana]'),
    ['7:61 pools[0].channels.slack: is no Slack channel name: small letters, digits, - and _, such as "#leads-iberia"'],
  ],
  [
    'a Teams channel without a team',
    poolOf('strategy: cherry-pick, channels: { teams: Sales }, members: [ana]'),
    ['7:61 pools[0].channels.teams: must be a team and a channel, such as Sales/Leads Iberia'],
  ],
  [
    'a pool that nobody is in',
    poolWithMembers('[]'),
    ['7:83 pools[0].members: nobody is in this pool; for example [ ana, bob ]'],
  ],
  [
    'a weight of 0',
    poolWithMembers('[{ rep: ana, weight: 0 }]'),
    ['7:104 pools[0].members[0].weight: must be more than 0, at least 0.001; who is to get nothing is no member'],
  ],
  [
    'a weight of −1',
    poolWithMembers('[{ rep: ana, weight: -1 }]'),
    ['7:104 pools[0].members[0].weight: must be more than 0, at least 0.001; who is to get nothing is no member'],
  ],
  [
    'a weight of 1.23456',
    poolWithMembers('[{ rep: ana, weight: 1.23456 }]'),
    ['7:104 pools[0].members[0].weight: has more than three decimals'],
  ],
  [
    'a weight of 1001',
    poolWithMembers('[{ rep: ana, weight: 1001 }]'),
    ['7:104 pools[0].members[0].weight: must be at most 1000'],
  ],
  [
    'an endless weight',
    poolWithMembers('[{ rep: ana, weight: .inf }]'),
    ['7:104 pools[0].members[0].weight: must be a number, not Infinity; for example 2'],
  ],
  [
    'a duration in words',
    poolWith('offer: { acceptWithin: 5 minutes }'),
    ['7:113 pools[0].offer.acceptWithin: must be a number and a unit, such as 30s, 5m, 2h or 3d'],
  ],
  [
    'a duration without a unit',
    poolWith('sla: { firstTouch: 5 }'),
    ['7:109 pools[0].sla.firstTouch: must be a number and a unit, such as 30s, 5m, 2h or 3d'],
  ],
  [
    'reminders that go back in time',
    poolWith('sla: { remind: [15m, 5m] }'),
    ['7:105 pools[0].sla.remind: must go up, such as [5m, 15m]'],
  ],
  [
    'more reminders than anybody reads',
    poolWith('sla: { remind: [5m, 6m, 7m, 8m, 9m] }'),
    ['7:105 pools[0].sla.remind: has more than 4 reminders'],
  ],
  [
    'managers who are told before the owner is reminded for the last time',
    poolWith('sla: { remind: [5m, 15m], escalate: { after: 15m, to: "#sales" } }'),
    ['7:135 pools[0].sla.escalate.after: must be after the last of remind'],
  ],
  [
    'managers who are told before the limit is over',
    poolWith('sla: { firstTouch: 20m, escalate: { after: 10m, to: "#sales" } }'),
    ['7:133 pools[0].sla.escalate.after: must not be before firstTouch is over'],
  ],
  [
    'a lead that is taken back before the managers are told, and goes to nobody who is known',
    poolWith('sla: { escalate: { after: 30m, to: "#sales" }, giveUp: { after: 20m, to: bbo } }'),
    [
      '7:154 pools[0].sla.giveUp.after: must be after escalate.after',
      '7:163 pools[0].sla.giveUp.to: there is no rep "bbo"; did you mean "bob"?',
    ],
  ],
  [
    'a lead that is taken back at the first reminder',
    poolWith('sla: { remind: 10m, giveUp: { after: 10m, to: pool } }'),
    ['7:127 pools[0].sla.giveUp.after: must be after the last of remind'],
  ],
  [
    'an unknown way to keep a turn',
    poolWith('offer: { whenUnavailable: keep }'),
    ['7:116 pools[0].offer.whenUnavailable: must be lose-turn, keep-turn or { catch-up: 3 }'],
  ],
  [
    'a blind card that shows the company',
    blindPool('channels: { slack: "#world" }, card: { reveal: [country, company] }'),
    [
      '8:113 pools[1].card.reveal[1]: company says who the lead is, which nobody may see before the claim; use jobTitle, employees, industry, language, country, region, city, postalCode, product, revenue, source, campaign, consent or custom.<name>',
    ],
  ],
  [
    'a blind card with an unknown field',
    blindPool('channels: { slack: "#world" }, card: { reveal: [contry] }'),
    ['8:104 pools[1].card.reveal[0]: there is no lead field "contry"; did you mean country?'],
  ],
  [
    'a rule that leads two ways',
    firstRule('when: { country: ES }, then: { rep: ana, pool: iberia }'),
    ['10:50 rules[0].then: must have one of pool, rep, review, disqualify or split'],
  ],
  [
    'a rule that leads nowhere',
    firstRule('when: { country: ES }, then: {}'),
    ['10:50 rules[0].then: must have one of pool, rep, review, disqualify or split'],
  ],
  [
    'an unknown way',
    firstRule('when: { country: ES }, then: { poll: iberia }'),
    ['10:52 rules[0].then.poll: there is no key "poll" here; did you mean pool?'],
  ],
  [
    'a review that is false',
    firstRule('when: { country: ES }, then: { review: false }'),
    ['10:60 rules[0].then.review: must be text or true, not false; for example Too big to leave to chance'],
  ],
];

const CONDITIONS: Case[] = [
  [
    'a `when` with nothing after it',
    firstRule('when: , then: { pool: iberia }'),
    ['10:21 rules[0].when: is empty; for example { country: ES }'],
  ],
  [
    'an empty condition',
    fileWithCondition('{}'),
    ['10:27 rules[0].when: must not be empty; leave `when` out to match every lead'],
  ],
  [
    'a condition that is a list',
    fileWithCondition('[{ country: ES }]'),
    ['10:27 rules[0].when: must be a mapping, not a list; for example { country: ES }'],
  ],
  ['an empty `all`', fileWithCondition('{ all: [] }'), ['10:34 rules[0].when.all: must not be empty']],
  [
    'an empty `in`',
    fileWithCondition('{ country: { in: [] } }'),
    ['10:44 rules[0].when.country.in: must not be empty'],
  ],
  [
    'an unknown field',
    fileWithCondition('{ contry: ES }'),
    ['10:29 rules[0].when.contry: there is no lead field "contry"; did you mean country?'],
  ],
  [
    'a custom field without its name',
    fileWithCondition('{ custom: { plan: pro } }'),
    ['10:29 rules[0].when.custom: a custom field is written with its name, such as custom.plan'],
  ],
  [
    'a test without a field',
    fileWithCondition('{ gt: 5 }'),
    ['10:29 rules[0].when.gt: gt belongs under a field, such as revenue: { gt: 100000 }'],
  ],
  [
    'an unknown test',
    fileWithCondition('{ industry: { regex: "a+" } }'),
    ['10:41 rules[0].when.industry.regex: there is no test "regex"; use in, notIn, contains, startsWith, exists'],
  ],
  [
    'a comparison of text',
    fileWithCondition('{ industry: { gt: 5 } }'),
    [
      '10:41 rules[0].when.industry.gt: gt compares numbers, and this field has none; use in, notIn, contains, startsWith, exists',
    ],
  ],
  [
    'a number searched for text',
    fileWithCondition('{ revenue: { contains: "5" } }'),
    [
      '10:40 rules[0].when.revenue.contains: contains looks into text, and this field has none; use in, notIn, gt, gte, lt, lte, between, exists',
    ],
  ],
  [
    'a country that starts with something',
    fileWithCondition('{ country: { startsWith: E } }'),
    [
      '10:40 rules[0].when.country.startsWith: startsWith looks into text, and this field has none; use in, notIn, exists',
    ],
  ],
  [
    'a number in quotes',
    fileWithCondition('{ revenue: "100000" }'),
    ['10:38 rules[0].when.revenue: must be a number or a mapping, not "100000"; take the quotes away'],
  ],
  [
    'a postal code without quotes',
    fileWithCondition('{ postalCode: { startsWith: 08 } }'),
    ['10:55 rules[0].when.postalCode.startsWith: must be text or a list, not 8; put it in quotes'],
  ],
  [
    '`between` upside down',
    fileWithCondition('{ employees: { between: [50, 10] } }'),
    ['10:51 rules[0].when.employees.between: is upside down; write [10, 50]'],
  ],
  [
    '`between` with one end',
    fileWithCondition('{ employees: { between: [50] } }'),
    ['10:51 rules[0].when.employees.between: must have 2 entries'],
  ],
  [
    'a list where a value is',
    fileWithCondition('{ country: [ES, PT] }'),
    ['10:38 rules[0].when.country: must be text or a mapping, not a list; for example { in: [ ES, PT ] }'],
  ],
  [
    'a mistyped country',
    fileWithCondition('{ country: Grmany }'),
    ['10:38 rules[0].when.country: there is no country or group "Grmany"; did you mean DE (Germany)?'],
  ],
  [
    'a code that is no country',
    fileWithCondition('{ country: { in: [ES, SP] } }'),
    ['10:49 rules[0].when.country.in[1]: there is no country or group "SP"; did you mean ES (Spain)?'],
  ],
  [
    'NA, which is Namibia',
    fileWithCondition('{ country: NA }'),
    ['10:38 rules[0].when.country: NA can mean two things: write Namibia for the country, or NORAM for North America'],
  ],
  [
    '`exists` with text',
    fileWithCondition('{ industry: { exists: yes } }'),
    ['10:49 rules[0].when.industry.exists: must be true or false, not "yes"; for example true'],
  ],
];

const REFERENCES: Case[] = [
  [
    'an id that two reps have',
    fileWith({
      5: '  - { id: ana, name: Ann, email: ann@acme.example }',
      7: '',
      6: 'pools:',
      8: '  - { id: world, strategy: cherry-pick, channels: { slack: "#w" }, members: [ana] }',
      10: '',
    }),
    ['5:11 reps[1].id: is the same as that of reps[0]'],
  ],
  [
    'an address that two reps have',
    fileWith({ 5: '  - { id: bob, name: Bob Stone, email: Ana@acme.example }' }),
    ['5:40 reps[1].email: is the same as that of reps[0]'],
  ],
  [
    'an unknown member',
    poolWithMembers('[bbo]'),
    ['7:84 pools[0].members[0]: there is no rep "bbo"; did you mean "bob"?'],
  ],
  [
    'a member twice',
    poolWithMembers('[ana, { rep: ana, weight: 2 }]'),
    ['7:89 pools[0].members[1]: "ana" is there twice'],
  ],
  [
    'an unknown fallback',
    poolWith('fallback: wrold'),
    ['7:100 pools[0].fallback: there is no pool "wrold"; did you mean "world"?'],
  ],
  [
    'a fallback that is needed and missing',
    poolWith('whenAllAway: fallback'),
    ['7:103 pools[0].whenAllAway: needs a pool to fall back to: add fallback'],
  ],
  [
    'shotgun cards that widen to nobody',
    poolOf(
      'strategy: shotgun, channels: { slack: "#iberia" }, members: [ana], claims: { openFor: 2m, afterwards: widen }',
    ),
    ['7:121 pools[0].claims.afterwards: needs a pool to fall back to: add fallback'],
  ],
  ['an unknown owner', poolWith('owner: carl'), ['7:97 pools[0].owner: there is no rep "carl"; add it under reps']],
  ['a mistyped owner', poolWith('owner: anna'), ['7:97 pools[0].owner: there is no rep "anna"; did you mean "ana"?']],
  [
    'a pool that falls back to itself',
    poolWith('fallback: iberia'),
    ['7:100 pools[0].fallback: goes round in a circle: iberia → iberia; let one of them have none'],
  ],
  [
    'pools that fall back to each other',
    poolWith('fallback: world').replace('strategy: blind-pull', 'fallback: iberia, strategy: blind-pull'),
    ['7:100 pools[0].fallback: goes round in a circle: iberia → world → iberia; let one of them have none'],
  ],
  [
    'a blind pool in the admins’ channel',
    blindPool('channels: { slack: "#dibs-admins" }'),
    [
      '8:66 pools[1].channels: the admins’ channel is among them, where reviews show whole leads: a blind pool needs its own',
    ],
  ],
  ...['round-robin', 'top-performer', 'shotgun'].map(
    (strategy): Case => [
      `a blind ${strategy} pool in the admins’ channel`,
      poolOf(`channels: { slack: "#dibs-admins" }, strategy: ${strategy}, members: [ana], card: { reveal: [country] }`),
      [
        '7:29 pools[0].channels: the admins’ channel is among them, where reviews show whole leads: a blind pool needs its own',
      ],
    ],
  ),
  [
    'a rule to an unknown pool',
    firstRule('when: { country: ES }, then: { pool: iberai }'),
    ['10:58 rules[0].then.pool: there is no pool "iberai"; did you mean "iberia"?'],
  ],
  [
    'a rule to an unknown rep',
    firstRule('when: { country: ES }, then: { rep: carl }'),
    ['10:57 rules[0].then.rep: there is no rep "carl"; add it under reps'],
  ],
  [
    'no rule for every lead',
    fileWith({ 11: '' }),
    ['10:5 rules[0]: the last rule must match every lead: add - { name: Everyone else, then: { pool: world } }'],
  ],
  [
    'a rule after the one for every lead',
    firstRule('then: { pool: iberia }'),
    ['11:5 rules[1]: is never reached: rule 1, "Iberia", matches every lead before it'],
  ],
  ['no rules', fileWith({ 9: 'rules: []', 10: '', 11: '' }), ['9:8 rules: must not be empty']],
];

describe('a routing file with', () => {
  it.each([...SYNTAX, ...SHAPE, ...CONDITIONS, ...REFERENCES])('%s is refused', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
