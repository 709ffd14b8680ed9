let units = new Uint16Array(8192)
let bytes = Buffer.from(units.buffer)

/**
 * The UTF-16 code units of a text with a 0 behind them, valid until the next call: reading an array is many times as
 * fast as asking a string for one character after the other.
 */
export function codeUnits(text: string): Uint16Array {
  if (text.length >= units.length) {
    units = new Uint16Array(2 * text.length)
    bytes = Buffer.from(units.buffer)
  }
  bytes.write(text, 'utf16le')
  units[text.length] = 0
  return units
}
