import { implement } from '../grading/implement.ts'
import { probesOf } from '../grading/probe-data.ts'

/** Harder functions to write. */
export const harderCode = probesOf(
  'code',
  700,
  [
    implement(
      0.65,
      'parseDuration',
      'takes a text such as "1h30m", "45s" or "2d 4h" (units d, h, m, s, each at most once, in that order, spaces allowed between them) and returns seconds, or null for anything else, the empty text included.',
      [['1h30m'], 5400],
      [['45s'], 45],
      [['2d 4h'], 187200],
      [[''], null],
      [['5x'], null],
      [['30m1h'], null],
      [['10'], null],
    ),
    implement(
      0.65,
      'topoSort',
      'takes an object from each name to the list of names that must come before it and returns all names in an order that obeys it, always the alphabetically first that is possible next, or null if there is none.',
      [[{ b: ['a'], c: ['b'], a: [] }], ['a', 'b', 'c']],
      [[{ a: ['b'], b: ['a'] }], null],
      [[{ z: [], y: [], x: ['z'] }], ['y', 'z', 'x']],
      [[{}], []],
    ),
    implement(
      0.7,
      'evaluate',
      'takes an arithmetic expression of whole numbers, + - * / and parentheses, with spaces anywhere, and returns its value; division is exact, the minus sign may be unary; eval and Function must not be used.',
      [['2 + 3 * 4'], 14],
      [['(1+2)*(3-5)'], -6],
      [['-3 + 5'], 2],
      [['2*-3'], -6],
      [['7/2'], 3.5],
      [['((4))'], 4],
    ),
    implement(
      0.7,
      'editDistance',
      'takes two texts and returns the least number of insertions, deletions and replacements that turn one into the other.',
      [['kitten', 'sitting'], 3],
      [['', 'abc'], 3],
      [['same', 'same'], 0],
      [['intention', 'execution'], 5],
    ),
    implement(
      0.7,
      'parseCsv',
      'takes CSV text (commas, fields in double quotes may hold commas, line breaks and doubled quotes, lines end with \\n, the last one perhaps not) and returns a list of lists of texts.',
      [
        ['a,b\n1,2\n'],
        [
          ['a', 'b'],
          ['1', '2'],
        ],
      ],
      [['"x,y",z'], [['x,y', 'z']]],
      [['"he said ""hi""",2\n'], [['he said "hi"', '2']]],
      [['"a\nb",c'], [['a\nb', 'c']]],
      [['a,,c'], [['a', '', 'c']]],
    ),
    implement(
      0.75,
      'addBig',
      'takes two non-negative whole numbers of any length as decimal texts and returns their sum as text without leading zeros; BigInt must not be needed.',
      [['99999999999999999999', '1'], '100000000000000000000'],
      [['0', '0'], '0'],
      [['123', '0987'], '1110'],
      [['500000000000000000000000', '500000000000000000000000'], '1000000000000000000000000'],
    ),
    implement(
      0.8,
      'matchGlob',
      'takes a pattern and a text and returns whether the whole text fits, where * stands for any number of characters, ? for exactly one, and a backslash takes the meaning from the next character.',
      [['a*c', 'abbbc'], true],
      [['a?c', 'ac'], false],
      [['*', ''], true],
      [['a\\*b', 'a*b'], true],
      [['a\\*b', 'axb'], false],
      [['*a*b*', 'xxaxxbxx'], true],
      [['*a*b', 'ab_ba'], false],
    ),
    implement(
      0.85,
      'minWindow',
      'takes two texts s and t and returns the shortest part of s that holds every character of t as often as t has it (the first of equals), or the empty text.',
      [['ADOBECODEBANC', 'ABC'], 'BANC'],
      [['a', 'aa'], ''],
      [['aab', 'ab'], 'ab'],
      [['bba', 'ab'], 'ba'],
      [['abc', ''], ''],
    ),
    implement(
      0.9,
      'skyline',
      'takes buildings [left, right, height] and returns the outline as a list of [x, height] at which the height changes, from left to right, ending with height 0.',
      [
        [
          [
            [2, 9, 10],
            [3, 7, 15],
            [5, 12, 12],
            [15, 20, 10],
            [19, 24, 8],
          ],
        ],
        [
          [2, 10],
          [3, 15],
          [7, 12],
          [12, 0],
          [15, 10],
          [20, 8],
          [24, 0],
        ],
      ],
      [[[]], []],
      [
        [
          [
            [0, 2, 3],
            [2, 5, 3],
          ],
        ],
        [
          [0, 3],
          [5, 0],
        ],
      ],
      [
        [
          [
            [1, 2, 1],
            [1, 2, 2],
            [1, 2, 3],
          ],
        ],
        [
          [1, 3],
          [2, 0],
        ],
      ],
    ),
    implement(
      0.95,
      'justify',
      'takes a list of words and a width and returns lines of exactly that width: as many words as fit on each, spaces spread evenly with the extra ones further left; the last line and lines of one word are flush left and padded with spaces.',
      [
        [['This', 'is', 'an', 'example', 'of', 'text'], 12],
        ['This  is  an', 'example   of', 'text        '],
      ],
      [[['a'], 3], ['a  ']],
      [
        [['ab', 'c', 'def'], 6],
        ['ab   c', 'def   '],
      ],
    ),
  ],
  15,
)
