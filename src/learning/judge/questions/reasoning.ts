import type { OpenQuestion } from '../open-question.ts'

export const reasoning: readonly OpenQuestion[] = [
  {
    ...{ id: 'open-reasoning-1', family: 'reasoning', difficulty: 0.35 },
    turns: [
      'A bakery sells out of rolls by 10 every Saturday but throws some away every weekday. What may be the reasons, and what would you look at first?',
      'The data show that Saturday customers buy three times as many rolls each, but there are no more customers. Does that change your advice?',
    ],
    reference: [
      'On Saturdays demand is higher because families have breakfast together, and the bakery probably bakes the same number every day. On weekdays people have less time. First I would look at sales by hour and day, and at how many are baked, and then bake more on Saturdays and less on weekdays.',
      'Yes, partly. More rolls are still needed on Saturdays, but there is no need for more staff at the counter, as there are no more customers. One could take orders in advance, since large purchases are planned, and offer bags of ten.',
    ],
  },
  {
    ...{ id: 'open-reasoning-2', family: 'reasoning', difficulty: 0.5 },
    turns: [
      'A town finds that streets with more speed cameras have more accidents. The mayor wants to remove the cameras. What is wrong with that, and how could one find out what cameras do?',
      'Suppose you may move ten cameras for one year. Plan it so that the result convinces a sceptic.',
    ],
    reference: [
      'The direction may be the other way round: cameras are put where accidents happen. Busy streets have both more cameras and more accidents. A comparison of streets cannot tell this apart. One should compare the same streets before and after the cameras came with similar streets that got none, count accidents per car, and mind that streets chosen after a bad year tend to improve by themselves.',
      'List 20 streets of similar traffic and accidents over five years, pair them, and draw by lot in public which one of each pair gets a camera for the year. Fix in advance what counts: accidents with injuries and measured speeds, by cars passing. Let somebody count who does not know the lot. Compare within pairs, and publish whatever comes out. Since accidents are rare, the speeds will decide; say beforehand how large a difference you can see.',
    ],
  },
  {
    ...{ id: 'open-reasoning-3', family: 'reasoning', difficulty: 0.6 },
    turns: [
      'Five people share a flat and cannot agree on how to split a bill for heating: by head, by room size, or by who is at home more. Weigh the three, and propose one.',
      'One of them says he would rather wear a jumper and pay nothing. Is he right to? Argue both sides, then say what you would do.',
    ],
    reference: [
      'By head is simple and never disputed, but the one in the small room pays for the large one. By room size follows what really costs: most heat goes into air and walls, whoever is there. By presence seems just but cannot be measured, rewards quarrels about who left the window open, and heating falls little when one is out. I propose room size for the private rooms and heads for kitchen and bath: say, 70 % of the bill by square metres, 30 % by head.',
      'For him: he does not use what he does not want, and others should not decide on his comfort. Against him: walls and hall keep his room warm through the neighbours’ heating, the pipes must not freeze, and if all did so, somebody would pay for all. He profits without paying, which is what a shared bill is to prevent. I would let him turn his own radiator off and waive half of his share by room size, but not the share of the common rooms.',
    ],
  },
  {
    ...{ id: 'open-reasoning-4', family: 'reasoning', difficulty: 0.75 },
    turns: [
      'A medical test finds a disease in 95 of 100 ill people and gives a false alarm in 5 of 100 healthy ones. One in 1,000 has the disease. A politician wants to test everybody. Assess the plan.',
      'He answers: "Then we test everybody twice, and only who is positive twice counts." Does that solve it?',
    ],
    reference: [
      'In a million people 1,000 are ill: 950 are found, 50 missed. Of 999,000 healthy ones 49,950 get an alarm. So of 50,900 alarms fewer than 2 in 100 are real. Nearly 50,000 people would be frightened and examined further, at a cost and with harm of its own, to find 950. Whether that is worth it depends on how much early treatment gains, how dangerous the follow-up is and what the same money does elsewhere. Testing those with symptoms or risk first changes the ratio: at one ill in 20 half of the alarms are real.',
      'Only if the errors of the two tests are independent. Then the second round leaves 2,498 false alarms and 902 of the 950 true ones, so a positive pair is right in 27 of 100: far better, still mostly wrong, and 98 ill people in all are missed. But what fools a test once often does so again: the same antibody or the same lab error. Then a second round hardly helps. A different test for confirmation, given only to the positive ones, is the usual answer; in a million people it also takes some 950,000 tests fewer than his plan.',
    ],
  },
]
