/** Reads a PNG of 8 bits a channel, RGB or RGBA, not interlaced: enough for icons. */
import { inflateSync } from 'node:zlib';

export interface Png {
  width: number;
  height: number;
  at(x: number, y: number): [red: number, green: number, blue: number, alpha: number];
}

/** Bytes of a pixel by colour type (PNG specification, IHDR). */
const CHANNELS: Record<number, number> = { 2: 3, 6: 4 };

/** @throws when it is no such PNG */
export function readPng(file: Buffer): Png {
  const header = chunk(file, 'IHDR')[0] ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = CHANNELS[header[9] ?? 0];
  if (!channels || header[8] !== 8 || header[12] !== 0) throw new Error('not a PNG of this kind');
  const data = unfilter(inflateSync(Buffer.concat(chunk(file, 'IDAT'))), width * channels, channels);
  return {
    width,
    height,
    at(x, y) {
      const [r = 0, g = 0, b = 0, a = 255] = data.subarray((y * width + x) * channels, (y * width + x + 1) * channels);
      return [r, g, b, a];
    },
  };
}

function chunk(file: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === type) found.push(file.subarray(at + 8, at + 8 + length));
  }
  return found;
}

/** Each line is stored as the difference to what a filter expects from its neighbours: left, above, and above left. */
function unfilter(lines: Buffer, stride: number, channels: number): Buffer {
  const rows = lines.length / (stride + 1);
  const out = Buffer.alloc(rows * stride);
  const byte = (row: number, i: number) => (row < 0 || i < 0 ? 0 : (out[row * stride + i] ?? 0));
  for (let row = 0; row < rows; row += 1) {
    const [filter = 0, ...line] = lines.subarray(row * (stride + 1), (row + 1) * (stride + 1));
    for (const [i, difference] of line.entries()) {
      const [left, up, corner] = [byte(row, i - channels), byte(row - 1, i), byte(row - 1, i - channels)];
      const expected = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[row * stride + i] = (difference + expected) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
