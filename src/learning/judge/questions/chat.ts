import type { OpenQuestion } from '../open-question.ts'

export const chat: readonly OpenQuestion[] = [
  {
    ...{ id: 'open-chat-1', family: 'chat', difficulty: 0.25 },
    turns: [
      'I have an hour before guests arrive and the flat is a mess. What do I do first?',
      'They just wrote that they come in 20 minutes. What can I leave out?',
    ],
    reference: [
      'Start with what the guests will see: clear the hall and the living room, then clean the bathroom, because everybody uses it. Collect things that lie around in a basket and put it in a room that stays closed. Wash up or hide the dishes, wipe the table, and air the rooms at the end.',
      'Leave out everything in rooms that stay closed, the floor, and the dishes: put those in the oven or under a cloth. Do only three things: basket for loose objects, a quick wipe of toilet and sink, open a window. Then put drinks on the table.',
    ],
  },
  {
    ...{ id: 'open-chat-2', family: 'chat', difficulty: 0.45 },
    turns: [
      'My colleague keeps interrupting me in meetings. I do not want a fight. How do I bring it up?',
      'He said: "I did not even notice, you are too sensitive." What do I answer?',
    ],
    reference: [
      'Speak to him alone and soon after it happened, and keep to what you saw: "In today’s meeting I was interrupted three times while I explained the budget. I lose my thread then. Could you let me finish, and I will ask for your view right after?" Say what you want instead of what he is. If it happens again, a calm "let me just finish this sentence" in the meeting is enough.',
      'Do not argue about being sensitive. You could say: "I believe you that you did not notice, that is why I bring it up. It still costs me the thread. Can we agree that I finish first, and you remind me if I take too long?" That leaves him a way to agree without admitting anything.',
    ],
  },
  {
    ...{ id: 'open-chat-3', family: 'chat', difficulty: 0.55 },
    turns: [
      'Pretend to be a strict but kind piano teacher. I am an adult beginner who did not practise this week. I have just sat down.',
      'I play the first bars, and my left hand is far too loud. Stay in your role.',
    ],
    reference: [
      'Good evening. Sit up, shoulders down. Now, do not tell me you practised, I can see it in your face. It is no crime; you have a job and a life. But ten minutes a day are not a life, they are a coffee. Today we play only eight bars, slowly, and you leave with a plan that even you can keep. Show me the first line, right hand alone.',
      'Stop, stop. The left hand is the tablecloth, not the dinner. Again, only the left hand, and so softly that I have to lean forward. Good. Softer. Now let the right hand sing on top, as if somebody in the next room should hear it and nothing else. There, two bars that sounded like music. Those are your homework: ten minutes, every day.',
    ],
  },
  {
    ...{ id: 'open-chat-4', family: 'chat', difficulty: 0.65 },
    turns: [
      'I was offered a job with 15 % more pay and a 70 minute commute each way; now I walk ten minutes. Help me think it through without deciding for me.',
      'Assume I could work from home two days a week there. What changes, and what would you ask the new employer before I sign?',
    ],
    reference: [
      'Put both in the same unit first. 140 minutes a day instead of 20 are ten more hours a week: at a 40 hour job that is 25 % more time for 15 % more pay, before fares and fuel. Then ask what the money cannot show: is the work itself better, does it open doors, can you read or sleep on the way, who waits for you at home at six? A test: imagine the offer came with equal pay. If you would still be tempted, the job attracts you; if not, it is only the money, and you may ask your present employer for part of it.',
      'Three days of commuting mean six more hours a week instead of ten, so the extra time falls to 15 %, about as much as the extra pay; fares shrink too. What decides then is how firm the promise is. Ask: is home office in the contract or a custom? Which days, and who may cancel them? Does it hold during probation? Are meetings set on those days? Is equipment paid for? And, because it tells most: how many in the team really do it?',
    ],
  },
]
