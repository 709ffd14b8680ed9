import type { OpenQuestion } from '../open-question.ts'

export const extract: readonly OpenQuestion[] = [
  {
    ...{ id: 'open-extract-1', family: 'extract', difficulty: 0.3 },
    turns: [
      'Summarise in two sentences:\n\n"The swimming pool in Oberau closes on 3 May for at least eight months. The roof has to be renewed because damp has got into the beams. The council has set aside 2.4 million, of which the district pays a third. School lessons move to Lindach; for the public there is no replacement, but season tickets are refunded in part."',
      'Now only what a parent of a school child needs to know, as a text message.',
    ],
    reference: [
      'The pool in Oberau closes from 3 May for at least eight months because its damp roof must be renewed for 2.4 million. School lessons move to Lindach, and season tickets are partly refunded.',
      'Pool Oberau is closed from 3 May for 8+ months. School swimming lessons take place in Lindach.',
    ],
  },
  {
    ...{ id: 'open-extract-2', family: 'extract', difficulty: 0.45 },
    turns: [
      'List all tasks with who does them and by when:\n\n"Right, Mira sends the offer out today, I do the contract once the client has signed, that is Friday if all goes well. Somebody has to book the room, Tom, could you? Before Wednesday, they are full otherwise. And Mira, do not forget the hotel list, but that can wait until next week."\n(The speaker is Jan.)',
      'What is uncertain or open in it? Only list what the text leaves open.',
    ],
    reference: [
      '- Mira: send the offer, today\n- Jan: contract, once the client has signed (Friday if all goes well)\n- Tom: book the room, before Wednesday (was asked)\n- Mira: hotel list, next week',
      '- Whether Tom agrees to book the room\n- When the contract is done: it depends on the client’s signature, which Friday is only hoped for\n- On which day next week the hotel list is due',
    ],
  },
  {
    ...{ id: 'open-extract-3', family: 'extract', difficulty: 0.6 },
    turns: [
      'Turn this into a table with the columns product, complaint, wanted by the customer:\n\n"I bought the kettle and the toaster together. The kettle is fine, but its lid will not stay shut since last week, so I would like a new lid, not a new kettle. The toaster burns one side; honestly I just want my money back for that. The bread knife from last year, by the way, is still excellent."',
      'The shop wants one line per case for its system, as JSON with the fields item, issue, action (refund, replace, part, none), sentiment (1 to 5). Explain the sentiment of each in half a sentence below.',
    ],
    reference: [
      '| Product | Complaint | Wanted |\n|---|---|---|\n| Kettle | lid does not stay shut since last week | a new lid, not a new kettle |\n| Toaster | burns one side | money back |\n\nThe bread knife is praised and no complaint.',
      '[{"item":"kettle","issue":"lid does not stay shut","action":"part","sentiment":3},\n {"item":"toaster","issue":"burns one side","action":"refund","sentiment":2},\n {"item":"bread knife","issue":"","action":"none","sentiment":5}]\n\nKettle 3: called fine but for the lid. Toaster 2: wants to be rid of it, without anger. Knife 5: "still excellent".',
    ],
  },
  {
    ...{ id: 'open-extract-4', family: 'extract', difficulty: 0.7 },
    turns: [
      'Two witnesses speak. Where do they agree, where do they contradict each other, and what does only one of them say?\n\nA: "It was about nine, already dusk. A red van came from the left, quite fast, without lights. The cyclist wore a bright jacket and had the green light."\nB: "I had just heard the church strike nine. The van was dark, red or brown, and drove normally. I did not see its lights. The man on the bicycle looked at his phone. The lamp? I could not see it from where I stood."',
      'Write a neutral account of five sentences at most that claims only what both statements support, and mark what is disputed.',
    ],
    reference: [
      'Agree: the time, about nine; a van, and a cyclist; red is possible for both.\nContradict: speed (A quite fast, B normally). Colour only in part: B says dark, red or brown.\nNear each other but not the same: A says the van had no lights on, B only that he did not see them.\nOnly A: it came from the left, dusk, the bright jacket, the cyclist had green.\nOnly B: the cyclist looked at his phone. B cannot speak about the traffic light.',
      'At about nine in the evening there was an incident between a van and a man on a bicycle. The van was red or of a similarly dark colour; neither witness saw its lights on, which only A takes to mean that they were off. How fast it drove is disputed: quite fast according to A, normally according to B. That the cyclist had a green light is said by A alone and could not be seen by B; that he looked at his phone is said by B alone.',
    ],
  },
]
