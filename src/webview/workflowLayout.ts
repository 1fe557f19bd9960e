import type { Workflow, WorkflowEdge, WorkflowNode } from '../domain/workflow.ts';

/** Of a box, in pixels. */
export const nodeWidth = 132;
export const nodeHeight = 44;
const gapX = 44;
/** Where the ways have names. */
const namedGapX = 84;
const gapY = 28;
/** Where the drawing runs down: between boxes that stand beside each other, and where the ways have names. */
const besideGapX = 16;
const namedGapY = 44;
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

/** Which way the drawing runs: across where there is room, else down. */
export type WorkflowDirection = 'across' | 'down';

/**
 * Places the nodes as their designer did where all of them have a place that leaves room for the boxes and the drawing
 * runs across; else in layers.
 */
export function layOut({ nodes, edges }: Workflow, direction: WorkflowDirection = 'across'): WorkflowLayout {
  const points = (direction === 'across' ? designedPlaces(nodes) : undefined) ?? layeredPlaces(nodes, edges, direction);
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
    return from === undefined || to === undefined || from === to ? [] : [connect(edge, from, to, placed, direction)];
  });
  // Ways back run beside the boxes.
  const lane = ways.some(isBack) ? gapY : 0;
  return {
    width: Math.max(0, ...placed.map(({ x }) => x)) + nodeWidth / 2 + margin + (direction === 'down' ? lane : 0),
    height: Math.max(0, ...placed.map(({ y }) => y)) + nodeHeight / 2 + margin + (direction === 'across' ? lane : 0),
    nodes: placed,
    edges: ways,
  };

  function isBack({ edge }: PlacedEdge): boolean {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    const along = direction === 'across' ? 'x' : 'y';
    return (from?.[along] ?? 0) >= (to?.[along] ?? 0);
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

/** A layer for each number of steps from the start, counted along the longest way without going back. */
function layeredPlaces(
  nodes: readonly WorkflowNode[],
  edges: readonly WorkflowEdge[],
  direction: WorkflowDirection,
): ReadonlyMap<string, Point> {
  const layerOf = new Map(nodes.map(({ id }) => [id, 0]));
  const forward = withoutWaysBack(nodes, edges);
  for (let round = 0; round < nodes.length; round += 1) {
    for (const { from, to } of forward) {
      layerOf.set(to, Math.max(layerOf.get(to) ?? 0, (layerOf.get(from) ?? 0) + 1));
    }
  }
  const hasNames = edges.some(({ name }) => name !== '');
  const filled = new Map<number, number>();
  const counts = Map.groupBy(layerOf.values(), (layer) => layer);
  const most = Math.max(1, ...[...counts.values()].map(({ length }) => length));
  return new Map(
    nodes.map(({ id }) => {
      const layer = layerOf.get(id) ?? 0;
      const row = filled.get(layer) ?? 0;
      filled.set(layer, row + 1);
      // A layer with few nodes stands in the middle.
      const beside = row + (most - (counts.get(layer)?.length ?? 1)) / 2;
      const place =
        direction === 'across'
          ? { x: layer * (nodeWidth + (hasNames ? namedGapX : gapX)), y: beside * (nodeHeight + gapY) }
          : { x: beside * (nodeWidth + besideGapX), y: layer * (nodeHeight + (hasNames ? namedGapY : gapY)) };
      return [id, place];
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

/** A place on the drawing, told by how far along it is and how far to the side. */
interface Bent {
  readonly along: number;
  readonly aside: number;
}

function connect(
  edge: WorkflowEdge,
  from: PlacedNode,
  to: PlacedNode,
  all: readonly PlacedNode[],
  direction: WorkflowDirection,
): PlacedEdge {
  const isAcross = direction === 'across';
  const at = ({ x, y }: Point): Bent => (isAcross ? { along: x, aside: y } : { along: y, aside: x });
  const half = ({ width, height }: PlacedNode): Bent => {
    return isAcross ? { along: width / 2, aside: height / 2 } : { along: height / 2, aside: width / 2 };
  };
  const point = (along: number, aside: number): string => (isAcross ? `${along} ${aside}` : `${aside} ${along}`);
  const named = (path: string, along: number, aside: number): PlacedEdge => {
    return { edge, path, x: isAcross ? along : aside, y: (isAcross ? aside : along) - 5 };
  };
  const [start, end] = [at(from), at(to)];
  const [startHalf, endHalf] = [half(from), half(to)];
  const [leaves, arrives] = [start.along + startHalf.along, end.along - endHalf.along];
  if (arrives > leaves) {
    const middle = (leaves + arrives) / 2;
    const path =
      start.aside === end.aside
        ? `M ${point(leaves, start.aside)} L ${point(arrives, end.aside)}`
        : `M ${point(leaves, start.aside)} C ${point(middle, start.aside)} ${point(middle, end.aside)} ${point(arrives, end.aside)}`;
    return named(path, middle, (start.aside + end.aside) / 2);
  }
  if (Math.abs(start.along - end.along) < (isAcross ? nodeWidth : nodeHeight) / 2) {
    const sign = end.aside > start.aside ? 1 : -1;
    const [out, into] = [start.aside + sign * startHalf.aside, end.aside - sign * endHalf.aside];
    return named(`M ${point(start.along, out)} L ${point(end.along, into)}`, start.along, (out + into) / 2);
  }
  // Back: beside everything that lies between the two.
  const between = all.filter((node) => at(node).along >= end.along && at(node).along <= start.along);
  const lane = Math.max(...between.map((node) => at(node).aside + half(node).aside)) + gapY * 0.6;
  const [out, into] = [start.aside + startHalf.aside, end.aside + endHalf.aside];
  const path = [
    `M ${point(start.along, out)} L ${point(start.along, lane - 8)}`,
    `Q ${point(start.along, lane)} ${point(start.along - 8, lane)}`,
    `L ${point(end.along + 8, lane)}`,
    `Q ${point(end.along, lane)} ${point(end.along, lane - 8)}`,
    `L ${point(end.along, into)}`,
  ].join(' ');
  return named(path, (start.along + end.along) / 2, lane);
}
