import type { Workflow, WorkflowEdge, WorkflowNode } from '../domain/workflow.ts';

/** Of a box, in pixels. */
export const nodeWidth = 132;
export const nodeHeight = 44;
const gapX = 44;
/** Where the ways have names. */
const namedGapX = 84;
const gapY = 28;
const margin = 12;

export interface PlacedNode {
  readonly node: WorkflowNode;
  /** The box's middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: WorkflowEdge;
  /** For the `d` of a path. */
  readonly path: string;
  /** Where its name stands. */
  readonly x: number;
  readonly y: number;
}

export interface WorkflowLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Places the nodes as their designer did where all of them have a place that leaves room for the boxes; else in layers. */
export function layOut({ nodes, edges }: Workflow): WorkflowLayout {
  const points = designedPlaces(nodes) ?? layeredPlaces(nodes, edges);
  const left = Math.min(...[...points.values()].map(({ x }) => x), Number.MAX_SAFE_INTEGER);
  const top = Math.min(...[...points.values()].map(({ y }) => y), Number.MAX_SAFE_INTEGER);
  const placed = nodes.map((node): PlacedNode => {
    const { x = left, y = top } = points.get(node.id) ?? {};
    return { node, x: x - left + margin + nodeWidth / 2, y: y - top + margin + nodeHeight / 2, ...sizeOf(node) };
  });
  const byId = new Map(placed.map((each) => [each.node.id, each]));
  const ways = edges.flatMap((edge): PlacedEdge[] => {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    return from === undefined || to === undefined || from === to ? [] : [connect(edge, from, to, placed)];
  });
  return {
    width: Math.max(0, ...placed.map(({ x }) => x)) + nodeWidth / 2 + margin,
    // Ways back run below the boxes.
    height: Math.max(0, ...placed.map(({ y }) => y)) + nodeHeight / 2 + margin + (ways.some(isBelow) ? gapY : 0),
    nodes: placed,
    edges: ways,
  };

  function isBelow({ edge }: PlacedEdge): boolean {
    return (byId.get(edge.from)?.x ?? 0) >= (byId.get(edge.to)?.x ?? 0);
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function sizeOf({ kind }: WorkflowNode): { readonly width: number; readonly height: number } {
  switch (kind) {
    case 'start':
    case 'end':
      return { width: 72, height: 32 };
    case 'gateway':
      return { width: 30, height: 30 };
    case 'step':
    case 'approval':
    case 'sign':
    case 'automatic':
      return { width: nodeWidth, height: nodeHeight };
  }
}

/** The designer's places, pulled apart at most threefold where boxes would touch; `undefined`: they cannot be used. */
function designedPlaces(nodes: readonly WorkflowNode[]): ReadonlyMap<string, Point> | undefined {
  const points = new Map<string, Point>();
  for (const { id, x, y } of nodes) if (x !== undefined && y !== undefined) points.set(id, { x, y });
  if (points.size < nodes.length || points.size === 0) return undefined;
  const all = [...points.values()];
  for (const scale of [1, 1.3, 1.6, 2, 2.5, 3]) {
    if (all.every((one, index) => all.slice(index + 1).every((other) => areApart(one, other, scale)))) {
      return new Map([...points].map(([id, { x, y }]) => [id, { x: x * scale, y: y * scale }]));
    }
  }
  return undefined;
}

function areApart(one: Point, other: Point, scale: number): boolean {
  return (
    Math.abs(one.x - other.x) * scale >= nodeWidth + gapX / 2 ||
    Math.abs(one.y - other.y) * scale >= nodeHeight + gapY / 2
  );
}

/** A column for each number of steps from the start, counted along the longest way without going back. */
function layeredPlaces(nodes: readonly WorkflowNode[], edges: readonly WorkflowEdge[]): ReadonlyMap<string, Point> {
  const layerOf = new Map(nodes.map(({ id }) => [id, 0]));
  const forward = withoutWaysBack(nodes, edges);
  for (let round = 0; round < nodes.length; round += 1) {
    for (const { from, to } of forward) {
      layerOf.set(to, Math.max(layerOf.get(to) ?? 0, (layerOf.get(from) ?? 0) + 1));
    }
  }
  const gap = edges.some(({ name }) => name !== '') ? namedGapX : gapX;
  const filled = new Map<number, number>();
  const counts = Map.groupBy(layerOf.values(), (layer) => layer);
  const most = Math.max(1, ...[...counts.values()].map(({ length }) => length));
  return new Map(
    nodes.map(({ id }) => {
      const layer = layerOf.get(id) ?? 0;
      const row = filled.get(layer) ?? 0;
      filled.set(layer, row + 1);
      // A layer with few nodes stands in the middle.
      const offset = (most - (counts.get(layer)?.length ?? 1)) / 2;
      return [id, { x: layer * (nodeWidth + gap), y: (row + offset) * (nodeHeight + gapY) }];
    }),
  );
}

/** Without the edges that lead to a node which is on the way to where they start. */
function withoutWaysBack(nodes: readonly WorkflowNode[], edges: readonly WorkflowEdge[]): readonly WorkflowEdge[] {
  const onTheWay = new Set<string>();
  const visited = new Set<string>();
  const forward: WorkflowEdge[] = [];
  const visit = (id: string): void => {
    visited.add(id);
    onTheWay.add(id);
    for (const edge of edges) {
      if (edge.from !== id || onTheWay.has(edge.to)) continue;
      forward.push(edge);
      if (!visited.has(edge.to)) visit(edge.to);
    }
    onTheWay.delete(id);
  };
  const starts = nodes.filter(({ kind }) => kind === 'start');
  for (const { id } of [...starts, ...nodes]) if (!visited.has(id)) visit(id);
  return forward;
}

function connect(edge: WorkflowEdge, from: PlacedNode, to: PlacedNode, all: readonly PlacedNode[]): PlacedEdge {
  const [fromRight, toLeft] = [from.x + from.width / 2, to.x - to.width / 2];
  if (toLeft > fromRight) {
    const middle = (fromRight + toLeft) / 2;
    const path =
      from.y === to.y
        ? `M ${fromRight} ${from.y} H ${toLeft}`
        : `M ${fromRight} ${from.y} C ${middle} ${from.y} ${middle} ${to.y} ${toLeft} ${to.y}`;
    return { edge, path, x: middle, y: (from.y + to.y) / 2 - 5 };
  }
  if (Math.abs(from.x - to.x) < nodeWidth / 2) {
    const isDown = to.y > from.y;
    const [start, end] = isDown
      ? [from.y + from.height / 2, to.y - to.height / 2]
      : [from.y - from.height / 2, to.y + to.height / 2];
    return { edge, path: `M ${from.x} ${start} L ${to.x} ${end}`, x: (from.x + to.x) / 2, y: (start + end) / 2 - 4 };
  }
  // Back: below everything that lies between the two.
  const between = all.filter(({ x }) => x >= to.x && x <= from.x);
  const below = Math.max(...between.map(({ y, height }) => y + height / 2)) + gapY * 0.6;
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2];
  const path = `M ${from.x} ${start} L ${from.x} ${below - 8} Q ${from.x} ${below} ${from.x - 8} ${below} H ${to.x + 8} Q ${to.x} ${below} ${to.x} ${below - 8} V ${end}`;
  return { edge, path, x: (from.x + to.x) / 2, y: below - 5 };
}
