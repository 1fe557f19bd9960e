import type { FlowDesign } from './ticketModel.ts';

/** A service that tickets can be made of; its name and its place are those of its flow. */
export interface ServiceDesign {
  readonly flow: FlowDesign;
  readonly desc: string;
  /** One English sentence: what it demonstrates. */
  readonly about: string;
  /** INVISIBLE: the one behind `fast_approval`. */
  readonly displayType: 'OPEN' | 'GENERAL' | 'ORGANIZATION' | 'INVISIBLE';
  /** Ids of the roles or organisations that are shown the service. */
  readonly displayRoles: readonly string[];
}

export interface CatalogNode {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly desc: string;
  readonly children: readonly CatalogNode[];
}

/** The services of a server and the tree that they hang in. */
export class ServiceCatalog {
  readonly root: CatalogNode;
  readonly services: readonly ServiceDesign[];

  constructor(root: CatalogNode, services: readonly ServiceDesign[]) {
    this.root = root;
    this.services = services;
  }

  find(serviceId: unknown): ServiceDesign | undefined {
    const id = Number(serviceId);
    return this.services.find(({ flow }) => flow.serviceId === id);
  }

  /** The service behind `fast_approval`. */
  findBuiltIn(): ServiceDesign | undefined {
    return this.services.find(({ displayType }) => displayType === 'INVISIBLE');
  }
}

/** The step in which a ticket is made. */
export function firstNode({ flow }: ServiceDesign): FlowDesign['nodes'][number] | undefined {
  return flow.nodes.find(({ stateId }) => flow.start.includes(stateId));
}
