import { implement } from '../grading/implement.ts'
import { probesOf } from '../grading/probe-data.ts'

/** Functions to write, each run against its tests. */
export const code = probesOf('code', 500, [
  implement(
    0.4,
    'countVowels',
    'takes a text and returns how many of its letters are one of a, e, i, o, u, in either case.',
    [['Hello World'], 3],
    [[''], 0],
    [['AEIOU xyz'], 5],
  ),
  implement(
    0.5,
    'chunk',
    'takes a list and a size and returns the list cut into lists of that size, the last one shorter if need be.',
    [
      [[1, 2, 3, 4, 5], 2],
      [[1, 2], [3, 4], [5]],
    ],
    [[[], 3], []],
    [[['a'], 5], [['a']]],
  ),
  implement(
    0.55,
    'mergeIntervals',
    'takes a list of [start, end] pairs and returns them sorted with those that overlap or touch merged.',
    [
      [
        [
          [1, 3],
          [2, 6],
          [8, 10],
        ],
      ],
      [
        [1, 6],
        [8, 10],
      ],
    ],
    [
      [
        [
          [5, 6],
          [1, 5],
        ],
      ],
      [[1, 6]],
    ],
    [[[]], []],
    [
      [
        [
          [1, 10],
          [2, 3],
        ],
      ],
      [[1, 10]],
    ],
  ),
  implement(
    0.15,
    'double',
    'takes a number and returns twice that number.',
    [[4], 8],
    [[-1.5], -3],
  ),
  implement(
    0.2,
    'isEven',
    'takes a whole number and returns whether it is even.',
    [[4], true],
    [[7], false],
    [[0], true],
    [[-3], false],
  ),
  implement(
    0.25,
    'reverseWords',
    'takes a text of words separated by single spaces and returns the words in reverse order.',
    [['one two three'], 'three two one'],
    [['solo'], 'solo'],
    [[''], ''],
  ),
  implement(
    0.35,
    'fizzBuzz',
    'takes n and returns the list for 1 to n where multiples of 3 are "Fizz", of 5 "Buzz", of both "FizzBuzz", and the others the number itself.',
    [[5], [1, 2, 'Fizz', 4, 'Buzz']],
    [[0], []],
    [[15], [1, 2, 'Fizz', 4, 'Buzz', 'Fizz', 7, 8, 'Fizz', 'Buzz', 11, 'Fizz', 13, 14, 'FizzBuzz']],
  ),
  implement(
    0.4,
    'secondLargest',
    'takes a list of numbers and returns the second largest distinct one, or null if there is none.',
    [[[3, 1, 4, 4]], 3],
    [[[5, 5]], null],
    [[[]], null],
    [[[-1, -2]], -2],
  ),
  implement(
    0.45,
    'isBalanced',
    'takes a text and returns whether its brackets (), [] and {} are balanced; other characters do not matter.',
    [['(a[b]{c})'], true],
    [['(]'], false],
    [['(()'], false],
    [[''], true],
    [[')('], false],
  ),
  implement(
    0.45,
    'toRoman',
    'takes a whole number from 1 to 3999 and returns it as a Roman numeral.',
    [[1994], 'MCMXCIV'],
    [[3999], 'MMMCMXCIX'],
    [[4], 'IV'],
    [[1], 'I'],
  ),
  implement(
    0.5,
    'groupAnagrams',
    'takes a list of lower case words and returns lists of those that are anagrams of each other, each list sorted, and the lists sorted by their first word.',
    [
      [['eat', 'tea', 'tan', 'ate', 'nat', 'bat']],
      [['ate', 'eat', 'tea'], ['bat'], ['nat', 'tan']],
    ],
    [[[]], []],
  ),
  implement(
    0.55,
    'runLength',
    'encodes a text by run lengths: each run of the same character becomes the character followed by the length of the run, but single characters stay alone.',
    [['aaabccd'], 'a3bc2d'],
    [[''], ''],
    [['zzzzzzzzzzzz'], 'z12'],
    [['abc'], 'abc'],
  ),
  implement(
    0.6,
    'flatten',
    'takes an object of nested objects and returns a flat object whose keys are paths joined with dots; lists and empty objects are values.',
    [[{ a: { b: 1, c: { d: 2 } }, e: [1, 2] }], { 'a.b': 1, 'a.c.d': 2, e: [1, 2] }],
    [[{}], {}],
    [[{ a: {}, b: null }], { a: {}, b: null }],
  ),
  implement(
    0.6,
    'longestUnique',
    'takes a text and returns the length of the longest part without a repeated character.',
    [['abcabcbb'], 3],
    [['bbbb'], 1],
    [[''], 0],
    [['pwwkew'], 3],
    [['dvdf'], 3],
  ),
])
