import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const SIDE = 64
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const BITS = 8
const TRUE_COLOUR = 2

type Colour = readonly [red: number, green: number, blue: number]

/** A square of one colour as the data URI of a PNG. */
export async function picture([red, green, blue]: Colour): Promise<string> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  header.set([BITS, TRUE_COLOUR], 8)
  const row = [0, ...Array.from({ length: SIDE }, () => [red, green, blue]).flat()]
  const pixels = Buffer.from(Array.from({ length: SIDE }, () => row).flat())
  const packed = await promisify(deflate)(pixels)
  const chunks = [chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND')]
  return `data:image/png;base64,${Buffer.concat([SIGNATURE, ...chunks]).toString('base64')}`
}

/** Length, type, data and the checksum of type and data. */
function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(data.length, 0)
  numbers.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)])
}
