import { type ProbeData, probesOf } from '../grading/probe-data.ts'

function asks(difficulty: number, question: string, number: number): ProbeData {
  const prompt = `${question} End with a line "Answer:" and the number.`
  return { difficulty, prompt, check: { number }, subject: 'math' }
}

/** Sums and word problems with one number for an answer. */
export const math = probesOf('math', 400, [
  asks(0.4, 'A shop sells pens at 3 for 2 euros. How many cents do 24 pens cost?', 1600),
  asks(0.5, 'What is 47 * 86?', 4042),
  asks(
    0.55,
    'A tank is filled by one pipe in 6 hours and by another in 3 hours. In how many minutes do both fill it together?',
    120,
  ),
  asks(0.15, 'What is 17 + 25?', 42),
  asks(
    0.25,
    'Anna has 5 boxes with 12 apples each and gives 17 apples away. How many are left?',
    43,
  ),
  asks(0.35, 'A train leaves at 14:35 and arrives at 17:10. How many minutes does it travel?', 155),
  asks(0.4, 'What is 15 percent of 240?', 36),
  asks(0.45, 'Solve for x: 3(x - 4) = 2x + 9.', 21),
  asks(
    0.5,
    'The average of five numbers is 18. Four of them are 12, 15, 20 and 22. What is the fifth?',
    21,
  ),
  asks(0.55, 'How many different arrangements of the letters of the word LEVEL are there?', 30),
  asks(
    0.6,
    'A price is raised by 20 percent and then lowered by 25 percent. It is now 72 euros. How many euros was it at first?',
    80,
  ),
  asks(0.6, 'What is the sum of all whole numbers from 1 to 200 that are divisible by 7?', 2842),
  asks(0.65, 'What is the remainder when 7 to the power of 100 is divided by 13?', 9),
  asks(
    0.65,
    'Two dice are thrown. In how many of the 36 outcomes is the product of both numbers a perfect square?',
    8,
  ),
  asks(0.7, 'What is 4862 * 739?', 3593018),
  asks(0.7, 'How many positive divisors does 7560 have?', 64),
  asks(
    0.7,
    'In a right triangle with legs 20 and 21, what is the radius of the inscribed circle?',
    6,
  ),
  asks(0.75, 'How many three-digit numbers have digits that add up to 10?', 54),
  asks(
    0.75,
    'What is the smallest positive whole number that leaves remainder 2 when divided by 3, 3 when divided by 5 and 2 when divided by 7?',
    23,
  ),
  asks(
    0.8,
    'In how many ways can 8 identical balls be put into 4 different boxes so that no box is empty?',
    35,
  ),
  asks(0.85, 'How many whole numbers from 1 to 1000 are divisible by none of 2, 3 and 5?', 266),
  asks(0.85, 'What is the number of zeros at the end of 250 factorial?', 62),
  asks(0.9, 'How many ways are there to tile a 2 by 12 board with 2 by 1 dominoes?', 233),
  asks(0.95, 'What is the sum of the digits of 2 to the power of 100?', 115),
])
