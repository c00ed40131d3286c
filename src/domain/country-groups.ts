/**
 * Named groups of countries for rules and skills. EMEA, AMER and APAC share out the inhabited world between them, so that
 * three rules can cover it. `NA` is not among them: it is the ISO code of Namibia.
 */

const codes = (list: string): string[] => list.split(' ');

const EU = codes('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK');
const EFTA = codes('CH IS LI NO');
const GCC = codes('AE BH KW OM QA SA');
const NORDICS = codes('AX DK FI FO GL IS NO SE SJ');
const UKI = codes('GB GG IE IM JE');
const MENA = [...GCC, ...codes('DZ EG IL IQ IR JO LB LY MA PS SY TN YE')];

/** The European continent with Türkiye, the Caucasus, Russia and Greenland. */
const EUROPE = [
  ...EU,
  ...EFTA,
  ...codes('AD AL AM AX AZ BA BY FO GB GE GG GI GL IM JE MC MD ME MK RS RU SJ SM TR UA VA'),
];

const AFRICA = codes(
  'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG ' +
    'RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
);

const NORAM = codes('CA US');

/** Mexico, Central and South America, the Caribbean. */
const LATAM = codes(
  'AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PR ' +
    'PY SR SV SX TC TT UY VC VE VG VI',
);

const ANZ = codes('AU NZ');
const ASEAN = codes('BN ID KH LA MM MY PH SG TH TL VN');

/** Asia east of Iran, without Central Asia, and Oceania. */
const APAC = [
  ...ANZ,
  ...ASEAN,
  ...codes(
    'AF AS BD BT CC CK CN CX FJ FM GU HK IN JP KI KP KR LK MH MN MO MP MV NC NF NP NR NU PF PG PK PN PW SB TK TO',
  ),
  ...codes('TV TW VU WF WS'),
];

/** Central Asia, which sales organisations count to EMEA. */
const CENTRAL_ASIA = codes('KG KZ TJ TM UZ');

/** Group name (upper-case) → ISO 3166-1 alpha-2 codes, sorted, each once. */
export const COUNTRY_GROUPS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    EU,
    EEA: [...EU, ...codes('IS LI NO')],
    EFTA,
    EUROPE,
    DACH: codes('AT CH DE'),
    BENELUX: codes('BE LU NL'),
    NORDICS,
    BALTICS: codes('EE LT LV'),
    IBERIA: codes('ES PT'),
    UKI,
    MENA,
    GCC,
    AFRICA,
    EMEA: [...EUROPE, ...MENA, ...AFRICA, ...CENTRAL_ASIA],
    NORAM,
    LATAM,
    AMER: [...NORAM, ...LATAM, ...codes('BM PM')],
    ANZ,
    ASEAN,
    APAC,
  }).map(([name, members]) => [name, [...new Set(members)].sort()]),
);
