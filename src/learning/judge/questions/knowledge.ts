import type { OpenQuestion } from '../open-question.ts'

export const knowledge: readonly OpenQuestion[] = [
  {
    ...{ id: 'open-knowledge-1', family: 'knowledge', difficulty: 0.3 },
    turns: [
      'Why do leaves change colour in autumn?',
      'Explain the same to a six-year-old in three sentences.',
    ],
    reference: [
      'In autumn days get shorter and colder, and trees stop making chlorophyll, the green pigment that they use for photosynthesis. It breaks down, and yellow and orange pigments that were there all the time become visible. Some trees also make red pigments.',
      'In summer leaves are full of green colour that helps the tree to eat sunlight. When it gets cold the tree goes to sleep and takes the green away. Then you can see the yellow that was hiding underneath!',
    ],
  },
  {
    ...{ id: 'open-knowledge-2', family: 'knowledge', difficulty: 0.45 },
    turns: [
      'How does a heat pump warm a house although it is colder outside than inside?',
      'Why does it get less efficient the colder it is outside?',
    ],
    reference: [
      'A heat pump moves heat instead of making it. A refrigerant that boils at a very low temperature takes up heat from the outside air and evaporates. A compressor presses the gas together, which makes it hot. In the house it gives its heat to the heating water and condenses, then it expands, cools down and the circle begins again. The electricity only drives the compressor, so one kilowatt hour can bring three or four of heat.',
      'The larger the gap between outside and the heating water, the more the compressor has to lift: it needs a higher pressure ratio and more work for each unit of heat. Cold air also gives less heat to the evaporator, and ice on it must be thawed now and then. So the ratio of heat to electricity may fall from about 4 at 7 °C to about 2.5 at −10 °C.',
    ],
  },
  {
    ...{ id: 'open-knowledge-3', family: 'knowledge', difficulty: 0.6 },
    turns: [
      'What is inflation targeting, and why do most central banks aim at about 2 % instead of 0 %?',
      'A friend says: "Then they steal 2 % of my savings each year on purpose." What is right and what is wrong about that?',
    ],
    reference: [
      'Inflation targeting means that a central bank announces a rate of inflation and sets its interest rates so that prices rise by about that much over the medium term. Aiming at 2 % rather than 0 % leaves a margin: measured inflation is somewhat too high because better quality is hard to count; deflation, which makes people postpone purchases and debts heavier, stays at a distance; and interest rates are normally high enough to be cut in a recession. Mild inflation also lets real wages adjust without nominal cuts.',
      'It is right that money that earns nothing loses about 2 % of what it can buy each year, and that this is intended. It is wrong that savings as such are taken: interest, wages and prices of assets usually rise too, and interest over many years has often made up for inflation, though not always, as in years of low rates. Nobody receives the 2 % as loot either; debtors gain from inflation that comes as a surprise, but expected inflation is part of the interest they pay. Cash in a drawer pays the full price.',
    ],
  },
  {
    ...{ id: 'open-knowledge-4', family: 'knowledge', difficulty: 0.75 },
    turns: [
      'Explain how mRNA vaccines work, and why they had to be stored so cold at first.',
      'Name the two most common worries about them and answer each with facts and with honest limits of what is known.',
    ],
    reference: [
      'An mRNA vaccine carries instructions for one protein of a virus, such as a spike protein, packed in tiny fat droplets. Muscle and immune cells take them up, their ribosomes build the protein for some days, and the mRNA is broken down; it never enters the nucleus. The immune system meets the foreign protein and makes antibodies, T cells and memory. Cold was needed because mRNA is fragile: water and enzymes cut it, and the droplets merge when warm. Later recipes, and more data on stability, allowed ordinary freezers or weeks in a refrigerator.',
      'That they change the genome: mRNA stays outside the nucleus, is not reverse transcribed by ordinary human cells to a meaningful degree and is gone within days to weeks; studies of vaccinated people have shown no such change. That they were rushed: research on mRNA and on coronaviruses was decades old, phases overlapped and were paid for in advance, trials had tens of thousands of people. Limits: rare effects show only in millions, as myocarditis did, mainly in young men after the second dose and mostly mild, and effects over decades can only be observed as decades pass, though late effects of vaccines have nearly always appeared within two months.',
    ],
  },
]
