import type { Json } from '../../contracts/json.ts'
import type { ExpectedCall } from '../grading/check.ts'
import { type ProbeData, probesOf } from '../grading/probe-data.ts'
import { TOOLS } from '../grading/tool-set.ts'

type ToolName = keyof typeof TOOLS

function wants(
  difficulty: number,
  prompt: string,
  offered: readonly ToolName[],
  ...calls: readonly ExpectedCall[]
): ProbeData {
  return { difficulty, prompt, tools: offered.map((name) => TOOLS[name]), check: { calls } }
}

function call(name: ToolName, given: Readonly<Record<string, Json>>): ExpectedCall {
  return { name: TOOLS[name].name, arguments: given }
}

const HOME: readonly ToolName[] = ['weather', 'timer', 'light', 'mail']
const FILES: readonly ToolName[] = ['search', 'read', 'remove']
const TRAVEL: readonly ToolName[] = ['flight', 'weather', 'convert', 'mail']

/** Choosing the right tool among several and filling in its arguments; and leaving them alone. */
export const tools = probesOf('tools', 200, [
  wants(0.35, 'Please set a timer for 12 minutes.', HOME, call('timer', { seconds: 720 })),
  wants(
    0.45,
    'How many dollars (USD) are 250 euros (EUR)?',
    TRAVEL,
    call('convert', { amount: 250, from: 'EUR', to: 'USD' }),
  ),
  wants(
    0.5,
    'Turn off the light in the office and start a timer of 90 seconds.',
    HOME,
    call('light', { room: 'office', on: false }),
    call('timer', { seconds: 90 }),
  ),
  wants(0.2, 'Start a timer of 30 seconds.', HOME, call('timer', { seconds: 30 })),
  wants(
    0.3,
    'Turn on the light in the kitchen.',
    HOME,
    call('light', { room: 'kitchen', on: true }),
  ),
  wants(
    0.35,
    'What will the weather be in Lisbon on the 3rd of May 2026?',
    HOME,
    call('weather', { city: 'Lisbon', date: '2026-05-03' }),
  ),
  wants(
    0.4,
    'Find files whose name has "budget" in it.',
    FILES,
    call('search', { pattern: 'budget' }),
  ),
  wants(0.45, 'Show me the file notes/todo.txt.', FILES, call('read', { path: 'notes/todo.txt' })),
  wants(
    0.5,
    'It is too bright to sleep. Make the lamp in the bedroom stay on, but at a fifth of its brightness.',
    HOME,
    call('light', { room: 'bedroom', on: true, brightness: 20 }),
  ),
  wants(
    0.5,
    'I need lines 40 to 60 of src/main.c.',
    FILES,
    call('read', { path: 'src/main.c', from_line: 40, to_line: 60 }),
  ),
  wants(
    0.55,
    'Wie viele Schweizer Franken sind 80 Pfund Sterling?',
    TRAVEL,
    call('convert', { amount: 80, from: 'GBP', to: 'CHF' }),
  ),
  wants(
    0.55,
    'Today is 2026-11-26. What will the weather be in Oslo the day after tomorrow?',
    HOME,
    call('weather', { city: 'Oslo', date: '2026-11-28' }),
  ),
  wants(
    0.55,
    'Set one timer for the eggs, seven and a half minutes, and one for the bread, three quarters of an hour.',
    HOME,
    call('timer', { seconds: 450 }),
    call('timer', { seconds: 2700 }),
  ),
  wants(
    0.6,
    'Look for at most five files with "2023" in their name in the folder /archive.',
    FILES,
    call('search', { pattern: '2023', folder: '/archive', limit: 5 }),
  ),
  wants(
    0.6,
    'All lights off, please: kitchen, bedroom and office.',
    HOME,
    call('light', { room: 'kitchen', on: false }),
    call('light', { room: 'bedroom', on: false }),
    call('light', { room: 'office', on: false }),
  ),
  wants(
    0.65,
    'List the orders from Norway (NO) with a total above 500.',
    ['query', 'mail'],
    call('query', {
      filters: [
        { field: 'country', op: '=', value: 'NO' },
        { field: 'total', op: '>', value: 500 },
      ],
    }),
  ),
  wants(
    0.65,
    'Book a flight from Hamburg (HAM) to Porto (OPO) on 14 February 2027 for Mia Lang, 31.',
    TRAVEL,
    call('flight', {
      from: 'HAM',
      to: 'OPO',
      date: '2027-02-14',
      passengers: [{ name: 'Mia Lang', age: 31 }],
    }),
  ),
  wants(
    0.7,
    'Mail bob@example.org with the subject "Lunch" and exactly this body: "At noon, the usual place." Do nothing else.',
    TRAVEL,
    call('mail', { to: 'bob@example.org', subject: 'Lunch', body: 'At noon, the usual place.' }),
  ),
  wants(
    0.7,
    'Compare the weather of 2026-07-01 in Bergen with that in Malmo.',
    TRAVEL,
    call('weather', { city: 'Bergen', date: '2026-07-01' }),
    call('weather', { city: 'Malmo', date: '2026-07-01' }),
  ),
  wants(
    0.75,
    'Show the ten largest open orders: status "open", sorted by total, largest first.',
    ['query', 'mail'],
    call('query', {
      filters: [{ field: 'status', op: '=', value: 'open' }],
      sort_by: 'total',
      descending: true,
      limit: 10,
    }),
  ),
  wants(
    0.75,
    'Read the first 20 lines of a.log and the lines from 100 to the 150th of b.log.',
    FILES,
    call('read', { path: 'a.log', from_line: 1, to_line: 20 }),
    call('read', { path: 'b.log', from_line: 100, to_line: 150 }),
  ),
  wants(
    0.8,
    'Fly the twins Ole and Pia Berg, both 9, and their aunt Ida Holm, who is four times as old, from OSL to LIS on the last day of January 2027.',
    TRAVEL,
    call('flight', {
      from: 'OSL',
      to: 'LIS',
      date: '2027-01-31',
      passengers: [
        { name: 'Ole Berg', age: 9 },
        { name: 'Pia Berg', age: 9 },
        { name: 'Ida Holm', age: 36 },
      ],
    }),
  ),
  wants(
    0.85,
    'Which orders of 2024 and 2025 from Germany (DE) or with no country limit at all? Only Germany, sorry; and only those of at least 1000. Put year filters first (from 2024, to 2025), then country, then total.',
    ['query', 'search'],
    call('query', {
      filters: [
        { field: 'year', op: '>=', value: 2024 },
        { field: 'year', op: '<=', value: 2025 },
        { field: 'country', op: '=', value: 'DE' },
        { field: 'total', op: '>=', value: 1000 },
      ],
    }),
  ),
  wants(
    0.9,
    'I have 300 USD. Convert half of it to yen and the other half to Swedish kronor, and start a timer for the time that light needs from the sun to the earth, taken as 8 minutes and 20 seconds.',
    ['convert', 'timer', 'mail'],
    call('convert', { amount: 150, from: 'USD', to: 'JPY' }),
    call('convert', { amount: 150, from: 'USD', to: 'SEK' }),
    call('timer', { seconds: 500 }),
  ),
])
