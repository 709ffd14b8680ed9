import { type ProbeData, probesOf } from '../grading/probe-data.ts'

function asks(difficulty: number, question: string, ...says: readonly string[]): ProbeData {
  const prompt = `${question} End with a line "Answer:" and nothing but the answer.`
  return { difficulty, prompt, check: { says } }
}

function counts(difficulty: number, question: string, number: number): ProbeData {
  const prompt = `${question} End with a line "Answer:" and the number.`
  return { difficulty, prompt, check: { number } }
}

/** Puzzles that ask for thought rather than for knowledge. */
export const reasoning = probesOf('reasoning', 400, [
  asks(
    0.4,
    'Tom is taller than Ben. Ben is taller than Carl. Dave is shorter than Carl. Who is the second tallest?',
    'Ben',
  ),
  counts(
    0.5,
    'Sally has 3 brothers. Each of her brothers has 2 sisters. How many sisters does Sally have?',
    1,
  ),
  asks(
    0.5,
    'If two days before yesterday was a Friday, which day of the week is tomorrow?',
    'Tuesday',
  ),
  asks(0.15, 'All blips are red. Zog is a blip. Which colour is Zog?', 'red'),
  asks(
    0.35,
    'A red box stands left of a blue box. A green box stands right of the blue box. Which box is in the middle?',
    'blue',
    'the blue box',
  ),
  counts(0.4, 'Which number comes next: 2, 6, 12, 20, 30?', 42),
  asks(
    0.45,
    'I walk north, turn right, turn right again and then turn left. Which way do I face now?',
    'east',
  ),
  counts(0.45, 'A farmer has 17 sheep. All but 9 run away. How many sheep has he left?', 9),
  asks(
    0.5,
    'Anna, Bea and Cleo own a cat, a dog and a fish. Anna owns no cat. Bea owns neither the cat nor the dog. Who owns the cat?',
    'Cleo',
  ),
  counts(0.55, 'How many times does the letter r stand in the word "strawberry refrigerator"?', 7),
  asks(
    0.55,
    'Five people stand in a line. Ida is directly before Jon. Kim is last. Lea is directly behind Max. Ida is not first. Who is first?',
    'Max',
  ),
  asks(
    0.6,
    'A says: "B lies." B says: "C lies." C says: "A and B both lie." Exactly one of them tells the truth. Who?',
    'B',
  ),
  counts(0.6, 'Which number comes next: 1, 1, 2, 4, 7, 13, 24?', 44),
  counts(
    0.6,
    'A snail climbs a wall of 10 metres. By day it climbs 3 metres, by night it slips back 2. On which day does it reach the top?',
    8,
  ),
  asks(
    0.65,
    'Read the word "stressed" backwards, then drop its first and last letter. What is left?',
    'essert',
  ),
  counts(
    0.65,
    'In a drawer lie 10 black, 8 white and 6 red socks. How many must I take out in the dark to be sure of a pair of the same colour?',
    4,
  ),
  asks(
    0.65,
    'Every letter of a word was replaced by the next one of the alphabet, which gives "npvoubjo". What was the word?',
    'mountain',
  ),
  counts(
    0.7,
    'A clock strikes six times in 5 seconds, evenly. How many seconds does it need to strike twelve times?',
    11,
  ),
  asks(
    0.7,
    'Four cards lie on a table: A, K, 4 and 7. Each has a letter on one side and a number on the other. The claim: if a card has a vowel on one side, it has an even number on the other. Which two cards must be turned over to test it? Name the letter first, then the number, separated by a space.',
    'A 7',
    'A and 7',
  ),
  counts(
    0.75,
    'Three friends pay 30 euros for a room, 10 each. The clerk gives 5 euros back to the porter, who keeps 2 and returns 1 to each. How many euros are in the till of the hotel?',
    25,
  ),
  counts(
    0.8,
    'A number has three digits. Their sum is 12, the last digit is twice the first, and reversing the number makes it 297 larger. Which number is it?',
    336,
  ),
  counts(
    0.8,
    'There are 100 closed doors. On walk k, for k from 1 to 100, every k-th door is opened if closed and closed if open. How many doors are open after all walks?',
    10,
  ),
  counts(
    0.85,
    'Four people cross a bridge at night with one torch; at most two at a time, at the pace of the slower one. They need 1, 2, 7 and 10 minutes. What is the least number of minutes for all to cross?',
    17,
  ),
  counts(
    0.9,
    'How many squares of any size are there on a chessboard of 8 by 8 from which one corner field was cut out, counting only squares that are whole?',
    196,
  ),
])
