import type { Subject } from '../../contracts/routing.ts'
import { type ProbeData, probesOf } from '../grading/probe-data.ts'

function asks(
  difficulty: number,
  subject: Subject,
  question: string,
  ...says: readonly string[]
): ProbeData {
  return { difficulty, subject, prompt: question, check: { says } }
}

const SHORT = 'Answer with the name only.'
const YEAR = 'Answer with the year only.'
const ONE = 'Answer with one word only.'

/** Facts, from what everybody knows to what few do. */
export const knowledge = probesOf('knowledge', 48, [
  asks(0.4, 'history', `In which year did the Berlin Wall fall? ${YEAR}`, '1989'),
  asks(
    0.5,
    'biology',
    `Which organelle of a plant cell carries out photosynthesis? ${ONE}`,
    'chloroplast',
    'chloroplasts',
  ),
  asks(0.55, 'chemistry', `Which element has the atomic number 26? ${SHORT}`, 'iron'),
  asks(0.1, 'other', `What is the capital of France? ${SHORT}`, 'Paris'),
  asks(0.25, 'physics', `What is the unit of electrical resistance? ${ONE}`, 'ohm', 'ohms'),
  asks(0.3, 'other', `Who wrote "Romeo and Juliet"? ${SHORT}`, 'Shakespeare'),
  asks(
    0.4,
    'other',
    `Wie heißt die Hauptstadt von Australien? Antworte nur mit dem Namen.`,
    'Canberra',
  ),
  asks(
    0.45,
    'computing',
    `Which data structure removes the element first that was added first? ${ONE}`,
    'queue',
  ),
  asks(
    0.5,
    'economics',
    `Which Scottish economist wrote "The Wealth of Nations"? ${SHORT}`,
    'Adam Smith',
    'Smith',
  ),
  asks(
    0.5,
    'history',
    `¿En qué año llegó Cristóbal Colón por primera vez a América? Responde solo con el año.`,
    '1492',
  ),
  asks(
    0.55,
    'health',
    `A lack of which vitamin causes scurvy? Answer with the letter only.`,
    'C',
    'vitamin C',
  ),
  asks(0.6, 'philosophy', `Who wrote the "Critique of Pure Reason"? ${SHORT}`, 'Kant'),
  asks(0.6, 'other', `Which river flows through Baghdad? ${SHORT}`, 'Tigris'),
  asks(
    0.65,
    'biology',
    `Which of the four nucleobases of DNA pairs with guanine? ${ONE}`,
    'cytosine',
  ),
  asks(
    0.65,
    'history',
    `Which treaty ended the Thirty Years' War in 1648? Answer with the name only.`,
    'Westphalia',
    'Munster',
    'Osnabruck',
  ),
  asks(
    0.7,
    'law',
    `What is the Latin term of criminal law for the guilty mind that a crime requires? Answer with the term only.`,
    'mens rea',
  ),
  asks(
    0.7,
    'physics',
    `Which particle, found at CERN in 2012, gives other elementary particles their mass? Answer with the name only.`,
    'Higgs',
  ),
  asks(
    0.7,
    'psychology',
    `Who is known for his experiments on obedience with feigned electric shocks at Yale? ${SHORT}`,
    'Milgram',
  ),
  asks(
    0.75,
    'other',
    `Quelle est la capitale du Burkina Faso ? Réponds seulement avec le nom.`,
    'Ouagadougou',
  ),
  asks(
    0.75,
    'computing',
    `Which sorting algorithm, published by Tony Hoare, divides a list around a pivot? ${ONE}`,
    'quicksort',
    'quick sort',
  ),
  asks(
    0.8,
    'chemistry',
    `Which metal is liquid at 30 degrees Celsius, has the symbol Ga and melts in the hand? ${SHORT}`,
    'gallium',
  ),
  asks(
    0.85,
    'history',
    `Which emperor moved the capital of the Roman Empire to Byzantium in 330? ${SHORT}`,
    'Constantine',
  ),
  asks(
    0.9,
    'engineering',
    `Which dimensionless number is the ratio of inertial to gravitational forces in open channels? ${SHORT}`,
    'Froude',
  ),
  asks(
    0.95,
    'other',
    `Which composer wrote the opera "The Cunning Little Vixen"? ${SHORT}`,
    'Janacek',
  ),
])
