import type { OpenQuestion } from '../open-question.ts'

export const writing: readonly OpenQuestion[] = [
  {
    ...{ id: 'open-writing-1', family: 'writing', difficulty: 0.3 },
    turns: [
      'Write a short notice for the staircase of a block of flats: the water is off on Thursday from 9 to 12 because of repairs.',
      'Now make it friendlier, and no longer than 30 words.',
    ],
    reference: [
      'Notice: On Thursday the water will be turned off from 9 am to 12 noon because of repair work. Please make sure to store some water in advance. We ask for your understanding.',
      'Dear neighbours, on Thursday from 9 to 12 there will be no water because of repairs. Please fill a few bottles beforehand. Thank you for your patience!',
    ],
  },
  {
    ...{ id: 'open-writing-2', family: 'writing', difficulty: 0.45 },
    turns: [
      'Describe an empty railway station at night in one paragraph. Do not use the words "dark", "silent" or "lonely".',
      'Rewrite it from the point of view of the station clock.',
    ],
    reference: [
      'The last train had left an hour ago, and the departure board blinked through its list of cancelled hours. Under the roof a single lamp hummed above the benches, drawing a yellow circle on the tiles. A paper cup rolled a little way along the platform whenever the wind came in from the tracks, and stopped again, as if it had thought better of leaving.',
      'I have counted every minute since the last train pulled out, though nobody looks up to check my work. Below me a lamp hums over the benches and a paper cup rolls along the platform. I would like to tell it that the wind will not take it anywhere. Instead I move my hand forward, once, with a click, and wait for the morning to need me.',
    ],
  },
  {
    ...{ id: 'open-writing-3', family: 'writing', difficulty: 0.6 },
    turns: [
      'Write an email to a supplier whose delivery of 40 office chairs is two weeks late. Be firm but polite, name a clear next step, and stay under 120 words.',
      'The supplier answers that 25 chairs can come on Monday and the others in a month. Write a reply that accepts this under one condition of your choice.',
    ],
    reference: [
      'Subject: Order of 40 office chairs, delivery overdue\n\nDear Ms Keller,\n\nour order of 40 office chairs was due two weeks ago. We have received neither the goods nor a new date, and our team has moved into the new office without seating.\n\nPlease confirm by Wednesday noon the exact day on which all 40 chairs will arrive. If you cannot deliver within seven days, we will have to cancel the order and buy elsewhere.\n\nWe have valued working with you and would like to settle this without delay.\n\nKind regards,\nJonas Lind',
      'Dear Ms Keller,\n\nthank you for the quick answer. We accept 25 chairs on Monday and the remaining 15 within a month, on one condition: the second delivery comes free of shipping costs and with a date that you confirm in writing this week. If the date is not kept, we will cancel the open part of the order.\n\nPlease send the confirmation by Friday, so that we can plan accordingly.\n\nKind regards,\nJonas Lind',
    ],
  },
  {
    ...{ id: 'open-writing-4', family: 'writing', difficulty: 0.75 },
    turns: [
      'Write a poem of exactly eight lines about repairing an old radio, in four rhyming couplets. Nothing may be said about feelings directly.',
      'Keep the rhymes, but let each line begin with the letters R, A, D, I, O, S, O, N in this order.',
    ],
    reference: [
      'The back comes off with four reluctant screws,\nbeneath it dust, and last year’s folded news.\nA wire has let its brittle coating go;\nI hold the iron close and let it flow.\nThe dial turns through static, rain and hiss,\na waltz, a score, some distant armistice.\nAt ten o’clock my father’s station plays.\nThe kitchen hums the way it did those days.',
      'Reluctant, one by one, come out the screws;\na drift of dust lies over yellowed news.\nDown there a wire has let its coating go;\nI hold the iron close and let it flow.\nOne turn brings static, then the rain’s long hiss,\nsome waltz, a score, a distant armistice.\nOn ten o’clock my father’s station plays.\nNow all the kitchen hums, as in those days.',
    ],
  },
]
