const WIDTH = 44;
const HEIGHT = 9;

const SHADES = ' .:-=+*#%@';

/**
 * Three circles that overlap: the more of them cover a point, the darker it is. Where two agree there is a quorum.
 */
export function picture(): string {
  const lines: string[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    let line = '';
    for (let x = 0; x < WIDTH; x++) line += shade(x, y);
    lines.push(line.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

/** Characters are about twice as high as wide. */
const CENTRES = [
  { x: 16, y: 5.5 },
  { x: 28, y: 5.5 },
  { x: 22, y: 2.5 },
];
const RADIUS = 9;

function shade(x: number, y: number): string {
  let covered = 0;
  let depth = 0;
  for (const centre of CENTRES) {
    const distance = Math.hypot(x - centre.x, 2 * (y - centre.y));
    if (distance > RADIUS) continue;
    covered++;
    depth += 1 - distance / RADIUS;
  }
  if (covered === 0) return ' ';
  return SHADES[Math.min(SHADES.length - 1, 1 + covered * 2 + Math.floor(depth))] ?? ' ';
}
