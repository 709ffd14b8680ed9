import type { Piece } from './answer.ts'

/** A tool call put together again; `arguments` is JSON text, cut short if the answer was. */
export interface CollectedCall {
  readonly index: number
  readonly name: string
  readonly arguments: string
}

/** The thoughts or the words of an answer in one piece. */
export function textOf(pieces: readonly Piece[], kind: 'reasoning' | 'text'): string {
  return pieces.flatMap((piece) => (piece.kind === kind ? [piece.text] : [])).join('')
}

/** The tool calls of an answer in whole pieces. */
export function callsOf(pieces: readonly Piece[]): readonly CollectedCall[] {
  return pieces.flatMap((first) => {
    if (first.kind !== 'call' || first.name === undefined) return []
    const mine = pieces.filter((piece) => piece.kind === 'call' && piece.index === first.index)
    return [
      {
        index: first.index,
        name: first.name,
        arguments: mine.map((piece) => piece.text).join(''),
      },
    ]
  })
}
