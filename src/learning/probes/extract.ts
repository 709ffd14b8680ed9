import type { Json } from '../../contracts/json.ts'
import { type ProbeData, probesOf } from '../grading/probe-data.ts'

function fields(difficulty: number, text: string, wish: string, json: Json): ProbeData {
  const prompt = `${text}\n\n${wish} Answer with JSON only.`
  return { difficulty, prompt, check: { json } }
}

function says(difficulty: number, prompt: string, ...accepted: readonly string[]): ProbeData {
  return { difficulty, prompt, check: { says: accepted } }
}

const INVOICE =
  'Invoice 2024-117 of 3 March 2024. From: Nordlicht GmbH, Kiel. To: Baker & Sons, Leeds. 4 lamps at 35.00 EUR, 2 cables at 7.50 EUR. Shipping 12.00 EUR. Please pay within 14 days.'
const MEETING =
  'Hi all, the review moves from Tuesday to Thursday the 12th, still 10:30, but in room B4 because A1 is being painted. Priya brings the numbers, Tom the cake. Olga cannot come. Cheers, Lena'

/** Getting out of a text what is in it: fields, classes, corrections, translations. */
export const extract = probesOf('extract', 200, [
  fields(
    0.4,
    MEETING,
    'Give the fields "day", "time" (HH:MM), "room" of the review as it is now.',
    { day: 'Thursday', time: '10:30', room: 'B4' },
  ),
  says(
    0.5,
    'Translate into German, one word, no article: "bridge" (that which spans a river).',
    'Brücke',
  ),
  fields(0.5, INVOICE, 'Give the fields "number", "buyer" and "date" (YYYY-MM-DD).', {
    number: '2024-117',
    buyer: 'Baker & Sons',
    date: '2024-03-03',
  }),
  says(
    0.15,
    'Is the mood of this review positive, negative or neutral? "I love this kettle, best thing I bought all year." One word.',
    'positive',
  ),
  fields(
    0.2,
    'My name is Ada Novak and I am 34 years old.',
    'Give the fields "name" and "age" (a number).',
    { name: 'Ada Novak', age: 34 },
  ),
  says(
    0.3,
    'Which word of this sentence is misspelt? "The committee will recieve the report tomorrow." Answer with the correct spelling only.',
    'receive',
  ),
  fields(
    0.35,
    MEETING,
    'Give a list under "names" of everybody who takes part, in alphabetical order; the writer takes part.',
    { names: ['Lena', 'Priya', 'Tom'] },
  ),
  says(
    0.4,
    'Sort this message into one of: billing, delivery, defect, praise, other. "The parcel was due on Monday, it is Friday and nobody knows where it is." Answer with the class only.',
    'delivery',
  ),
  fields(0.45, INVOICE, 'Give the field "total": the sum to pay in EUR, as a number.', {
    total: 167,
  }),
  says(0.45, 'Translate into French, one word, no article: "cheese".', 'fromage'),
  fields(
    0.5,
    'Phones: Jo +44 20 7946 0018 (office), +44 7700 900123 (mobile). Sam: only mobile, +1 202 555 0143.',
    'Give an object from name to mobile number, digits only with a leading +.',
    { Jo: '+447700900123', Sam: '+12025550143' },
  ),
  says(
    0.5,
    'Which of these sentences is about a cause? 1) It rained all day. 2) The road was closed because a tree had fallen. 3) Trees grow slowly. Answer with the number only.',
    '2',
  ),
  fields(
    0.55,
    'Temperatures in the log: 06:00 11.2, 09:00 14.9, 12:00 n/a, 15:00 21.4, 18:00 19.9.',
    'Give "highest" (a number), "at" (HH:MM) and "missing" (how many readings are missing).',
    { highest: 21.4, at: '15:00', missing: 1 },
  ),
  says(
    0.55,
    'Put this into the passive voice: "The storm destroyed the old mill." Answer with the sentence only.',
    'The old mill was destroyed by the storm',
  ),
  fields(
    0.6,
    'We sold 120 tickets on Friday, a third fewer on Saturday and twice as many on Sunday as on Saturday.',
    'Give "friday", "saturday" and "sunday" as numbers.',
    { friday: 120, saturday: 80, sunday: 160 },
  ),
  says(
    0.6,
    'In "When Maria told Lucia that her car had been towed, Lucia laughed, since she had no car", whose car was towed? Answer with the name only.',
    'Maria',
    "Maria's",
  ),
  fields(
    0.65,
    'Order: two large pizzas, one without cheese; three small ones; a salad for whoever does not eat pizza. The small ones all without olives. No, make it four small ones.',
    'Give "large", "small", "salads" and "without_cheese" as numbers.',
    { large: 2, small: 4, salads: 1, without_cheese: 1 },
  ),
  says(
    0.65,
    'Translate into English, one word: "Schadenfreude" has no translation, but "Zeitlupe" (of films) has. Write it as two words.',
    'slow motion',
  ),
  fields(
    0.7,
    'Flight AX118 leaves Oslo 23:40 on 31 Dec 2023 local time and lands in Lisbon, which is one hour behind, 3 h 55 min later.',
    'Give "arrival" as YYYY-MM-DDTHH:MM in Lisbon time.',
    { arrival: '2024-01-01T02:35' },
  ),
  fields(
    0.7,
    'a;b;c\n1;"x;y";3\n4;;6',
    'Parse this CSV into a list of objects; empty fields become null, and all values are texts.',
    [
      { a: '1', b: 'x;y', c: '3' },
      { a: '4', b: null, c: '6' },
    ],
  ),
  says(
    0.75,
    'How many facts in this text contradict another one of it? "The bridge was opened in 1931. It is 300 m long. At its opening in 1913 a band played. It has two lanes. Its 300 metres make it the longest around. The first car crossed it in 1931." Count statements that cannot be true if the others are. Answer with the number only.',
    '1',
  ),
  fields(
    0.8,
    'From: x@a.org To: y@b.org, "Z, Q" <zq@c.org>; Cc: w@d.org, y@b.org',
    'Give "recipients": all distinct addresses that get the mail, in alphabetical order.',
    { recipients: ['w@d.org', 'y@b.org', 'zq@c.org'] },
  ),
  fields(
    0.85,
    'Shifts: Ann Mon-Wed 8-16, Bo Tue-Thu 12-20, Cy Mon+Thu 16-24.',
    'For "Tue" and "Thu" give the list of who is at work at 15:00, in alphabetical order, as {"Tue": [...], "Thu": [...]}.',
    { Tue: ['Ann', 'Bo'], Thu: ['Bo'] },
  ),
  fields(
    0.9,
    'The estate of 90,000 goes half to Eva; of the rest a third to the church and what is left to the twins in equal parts; but debts of 6,000 are paid first out of the whole.',
    'Give "eva", "church" and "each_twin" as numbers.',
    { eva: 42000, church: 14000, each_twin: 14000 },
  ),
])
