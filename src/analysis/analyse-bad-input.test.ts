import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestTime } from '../../test/support/best-time.ts'
import type { ChatMessage, ContentPart, ToolDefinition } from '../contracts/chat.ts'
import type { Json } from '../contracts/json.ts'
import { FAMILIES, type PromptProfile, SUBJECTS } from '../contracts/routing.ts'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'

const MB = 1_000_000

/** "Where is the station?", or what a text in that script looks like. */
const SCRIPTS: Readonly<Record<string, string>> = {
  English: 'Where is the station?',
  German: 'Wo ist der Bahnhof?',
  French: 'Où est la gare ?',
  Spanish: '¿Dónde está la estación?',
  Portuguese: 'Onde fica a estação?',
  Italian: 'Dov’è la stazione?',
  Dutch: 'Waar is het station?',
  Swedish: 'Var ligger stationen?',
  Danish: 'Hvor er stationen?',
  Norwegian: 'Hvor er stasjonen?',
  Icelandic: 'Hvar er lestarstöðin?',
  Finnish: 'Missä on asema?',
  Estonian: 'Kus on jaam?',
  Latvian: 'Kur ir stacija?',
  Lithuanian: 'Kur yra stotis?',
  Polish: 'Gdzie jest dworzec?',
  Czech: 'Kde je nádraží?',
  Slovak: 'Kde je stanica?',
  Hungarian: 'Hol van az állomás?',
  Romanian: 'Unde este gara?',
  Croatian: 'Gdje je kolodvor?',
  Serbian: 'Где је станица?',
  Bulgarian: 'Къде е гарата?',
  Russian: 'Где находится вокзал?',
  Ukrainian: 'Де знаходиться вокзал?',
  Greek: 'Πού είναι ο σταθμός;',
  Turkish: 'İstasyon nerede?',
  Azerbaijani: 'Stansiya haradadır?',
  Kazakh: 'Вокзал қайда?',
  Mongolian: 'Галт тэрэгний буудал хаана вэ?',
  Georgian: 'სად არის სადგური?',
  Armenian: 'Որտե՞ղ է կայարանը։',
  Hebrew: 'איפה התחנה?',
  Arabic: 'أين المحطة؟',
  Persian: 'ایستگاه کجاست؟',
  Urdu: 'اسٹیشن کہاں ہے؟',
  Hindi: 'स्टेशन कहाँ है?',
  Bengali: 'স্টেশন কোথায়?',
  Punjabi: 'ਸਟੇਸ਼ਨ ਕਿੱਥੇ ਹੈ?',
  Gujarati: 'સ્ટેશન ક્યાં છે?',
  Tamil: 'நிலையம் எங்கே?',
  Telugu: 'స్టేషన్ ఎక్కడ ఉంది?',
  Kannada: 'ನಿಲ್ದಾಣ ಎಲ್ಲಿದೆ?',
  Malayalam: 'സ്റ്റേഷൻ എവിടെയാണ്?',
  Sinhala: 'දුම්රිය ස්ථානය කොහෙද?',
  Thai: 'สถานีอยู่ที่ไหน',
  Lao: 'ສະຖານີຢູ່ໃສ?',
  Khmer: 'ស្ថានីយ៍នៅឯណា?',
  Burmese: 'ဘူတာရုံ ဘယ်မှာလဲ။',
  Amharic: 'ጣቢያው የት ነው?',
  Tibetan: 'འབབ་ཚུགས་ག་པར་ཡོད།',
  Chinese: '车站在哪里？',
  Japanese: '駅はどこですか？',
  Korean: '역이 어디에 있나요?',
  Vietnamese: 'Nhà ga ở đâu?',
  Indonesian: 'Di mana stasiunnya?',
  Swahili: 'Kituo kiko wapi?',
  Cherokee: 'ᎭᏢ ᏗᎦᎴᏴᏗᏍᎩ?',
}

describe('whatever the text', () => {
  it.each([
    ['nothing but space', ' \t\n\u3000'],
    ['a zero', '\0'],
    ['bytes', Array.from({ length: 4096 }, (_, at) => String.fromCharCode(at % 256)).join('')],
    ['halves of pairs', '\ud83d\udc00\udc00\ud83d '.repeat(500)],
    ['halves of pairs in the wrong order', '\udc00\ud83d'.repeat(500)],
    ['what is no character', '\ufffe\uffff\ufeff\u202e'.repeat(500)],
    ['marks upon marks', `a${'\u0301'.repeat(5000)}`],
    ['a megabyte of words', 'It was a quiet day. '.repeat(MB / 20)],
    ['a megabyte of bytes', '\x01\xfe\0\x80'.repeat(MB / 4)],
  ])('it has a profile: %s', (_, text) => {
    expectValid(profileOf(request(text)))
  })

  it.each(Object.entries(SCRIPTS))('it has a profile and no code in it: %s', (_, text) => {
    const profile = profileOf(request(text))
    expectValid(profile)
    expect(profile.tokensIn).toBeLessThan(8 * text.length + 20)
    expect(profile.families.code).toBeLessThan(0.3)
    expect(profile.difficulty).toBeLessThan(0.5)
  })

  it('it may be of all languages at once', () => {
    expect(Object.keys(SCRIPTS).length).toBeGreaterThanOrEqual(50)
    expectValid(profileOf(request(Object.values(SCRIPTS).join('\n'))))
  })
})

describe('a conversation without a word of the user', () => {
  const image: ContentPart = { type: 'image', url: 'data:image/png;base64,AAAA' }

  it('may hold only images and sounds', () => {
    const audio: ContentPart = { type: 'audio', data: 'AAAA', format: 'wav' }
    const content = [image, audio, image]
    const profile = profileOf(request([{ role: 'user', content }]))
    expectValid(profile)
    expect([...profile.needs].sort()).toEqual(['audio', 'vision'])
  })

  it('may hold only results of tools', () => {
    const results = Array.from(
      { length: 5 },
      (_, at): ChatMessage => ({ role: 'tool', toolCallId: `call-${at}`, content: '{"ok":true}' }),
    )
    const profile = profileOf(request(results, { tools: [{ name: 'weather' }] }))
    expectValid(profile)
    expect(profile.families.tools).toBeGreaterThan(0.5)
    expectValid(profileOf(request(results)))
    expectValid(profileOf(request([{ role: 'tool', content: [], failed: true }])))
  })
})

describe('whatever the messages and tools', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('', '\ud83d', '<system-reminder>', '### Task:\n', '```', '{"a":', 'title'),
  )
  const anyPart: fc.Arbitrary<ContentPart> = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: anyText }),
    fc.record({ type: fc.constant('image' as const), url: anyText }),
    fc.record({ type: fc.constant('audio' as const), data: anyText, format: anyText }),
    fc.record({ type: fc.constant('opaque' as const), kind: anyText }),
  )
  const anyContent = fc.oneof(anyText, fc.array(anyPart, { maxLength: 4 }))
  const anyCall = fc.record({ id: anyText, name: anyText, arguments: anyText })
  const anyMessage: fc.Arbitrary<ChatMessage> = fc.record(
    {
      role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
      content: anyContent,
      reasoning: anyText,
      toolCalls: fc.array(anyCall, { maxLength: 3 }),
      toolCallId: anyText,
      name: anyText,
      failed: fc.boolean(),
    },
    { requiredKeys: ['role', 'content'] },
  )
  const anyTool: fc.Arbitrary<ToolDefinition> = fc.record(
    {
      name: anyText,
      description: anyText,
      parameters: fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
      strict: fc.boolean(),
    },
    { requiredKeys: ['name'] },
  )
  const anySettings = fc.record({
    tools: fc.array(anyTool, { maxLength: 4 }),
    sampling: fc.record(
      {
        maxTokens: fc.oneof(
          fc.integer(),
          fc.double(),
          fc.constantFrom(0, -1, 2 ** 53, Infinity, NaN),
        ),
      },
      { requiredKeys: [] },
    ),
    formalLimit: fc.boolean(),
    stream: fc.boolean(),
  })

  it('there is a profile, and no message is changed', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 6 }), anySettings, (messages, settings) => {
        const asked = request(messages, settings)
        const before = structuredClone(messages)
        expectValid(profileOf(asked))
        expect(messages).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the time for twice the text', () => {
  it.each<readonly [string, string]>([
    ['one long word', 'a'],
    ['newlines only', '\n'],
    ['emoji', '🤖'],
    ['Chinese', '证明这个定理。'],
    ['lone halves of pairs', '\ud83d'],
    ['braces', '{[('],
    ['backquotes', '`'],
    ['tags', '<system-reminder>'],
    ['digits', '12345678 '],
    ['everything', 'It was f(x) = {3};\n证明 🤖 <b>```\t\u0301Где 42 %\r\n'],
  ])('is about twice the time, or less: %s', (_, unit) => {
    const [one, two] = [MB, 2 * MB].map((bytes) =>
      request(unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)))),
    )
    const times = enoughTimes(one)
    const taken = (asked = request('')) => bestTime(() => profileOften(asked, times), 7)
    expect(Math.min(...ratios(() => taken(two) / taken(one)))).toBeLessThan(2.5)
  })
})

function profileOften(asked: ReturnType<typeof request>, times: number): void {
  for (let time = 0; time < times; time++) profileOf(asked)
}

/** So often that the clock can tell, after it has been compiled. */
function enoughTimes(asked = request('')): number {
  profileOften(asked, 5)
  const once = bestTime(() => profileOf(asked))
  return Math.min(200, Math.max(1, Math.ceil(2 / once)))
}

function ratios(measure: () => number): readonly number[] {
  return Array.from({ length: 3 }, measure)
}

function expectValid(profile: PromptProfile): void {
  const { families, subjects, choice, difficulty, tokensIn, tokensOut, tokensNeeded } = profile
  expect(sumOf(FAMILIES.map((family) => families[family]))).toBeCloseTo(1)
  expect(sumOf(SUBJECTS.map((subject) => subjects[subject]))).toBeCloseTo(1)
  for (const share of [...Object.values(families), ...Object.values(subjects), choice, difficulty])
    expect(share >= 0 && share <= 1).toBe(true)
  for (const tokens of [tokensIn, tokensOut, tokensNeeded])
    expect(Number.isFinite(tokens) && tokens > 0).toBe(true)
  expect(tokensNeeded).toBeGreaterThanOrEqual(tokensIn)
}

function sumOf(shares: readonly number[]): number {
  return shares.reduce((total, share) => total + share, 0)
}
