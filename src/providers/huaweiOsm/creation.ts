import type { CreationForm, Service, ServiceCatalog, TicketCreation } from '../../domain/creation.ts';
import { TicketError } from '../../domain/errors.ts';
import { validateForm, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import type { Cases } from './cases.ts';
import type { OsmClient } from './client.ts';
import { creationFields, readCreationValues } from './creationFields.ts';
import type { OsmCategory, OsmProblem } from './schema.ts';

/** A fixed one, documented as such (contract §1.5). */
const sourceId = '83aeb0f2834c4df49826c781d32a963e';

/** Between the parts of an id of ours; those of the service are hexadecimal. */
const separator = '/';

/** Categories hold products, and products the problems that tickets are made for. */
export class OsmCreation implements TicketCreation {
  readonly #client: OsmClient;
  readonly #cases: Cases;
  readonly #translate: (text: Message) => string;

  constructor(client: OsmClient, cases: Cases, translate: (text: Message) => string) {
    this.#client = client;
    this.#cases = cases;
    this.#translate = translate;
  }

  async readCatalogs(signal: AbortSignal): Promise<readonly ServiceCatalog[]> {
    return (await this.#client.listCategories(signal)).map(readCatalog);
  }

  /** A request for each product: only one product at a time. */
  async readServices(catalogId: string | undefined, signal: AbortSignal): Promise<readonly Service[]> {
    const [categoryId = '', productId] = (catalogId ?? '').split(separator);
    if (productId === undefined) return [];
    const problems = await this.#client.listProblems(productId, signal);
    return problems.map((problem) => readService(categoryId, productId, problem));
  }

  async readForm(serviceId: string, signal: AbortSignal): Promise<CreationForm> {
    const ids = readIds(serviceId);
    const { categoryId, productId, problemId } = ids;
    const client = this.#client;
    const [problems, templates, severities, regions, extras, areaCodes] = await Promise.all([
      client.listProblems(productId, signal),
      client.listTemplates(problemId, signal),
      client.listSeverities(productId, problemId, signal),
      client.listRegions(signal),
      client.listExtraParameters(ids, signal),
      client.listAreaCodes(signal),
    ]);
    const problem = problems.find(({ business_type_id: id }) => id === problemId);
    if (problem === undefined) throw gone();
    const parts = { problem, templates, severities, regions, extras, areaCodes };
    return {
      service: readService(categoryId, productId, problem),
      fields: creationFields(parts, this.#translate),
      cannotCreate: undefined,
    };
  }

  async create(serviceId: string, values: FormValues, signal: AbortSignal): Promise<string> {
    const { categoryId, productId, problemId } = readIds(serviceId);
    const { fields } = await this.readForm(serviceId, signal);
    if ([...values.keys()].some((key) => !fields.some((field) => field.key === key))) throw gone();
    const fieldProblems = validateForm(fields, values);
    if (fieldProblems.length > 0) throw new TicketError('rejected', { detail: 'bad values', fieldProblems });
    const body = {
      incident_sub_type_id: categoryId,
      product_category_id: productId,
      business_type_id: problemId,
      source_id: sourceId,
      ...readCreationValues(fields, values),
    };
    const key = await this.#client.createCase(body, signal);
    this.#cases.expect(key);
    return key;
  }
}

function readCatalog(category: OsmCategory): ServiceCatalog {
  const { incident_sub_type_id: id, incident_sub_type_name: name } = category;
  return {
    id,
    name,
    description: '',
    children: category.incident_product_category_list.map((product) => ({
      id: [id, product.incident_product_category_id].join(separator),
      name: product.incident_product_category_name,
      description: product.incident_product_category_desc,
      children: [],
    })),
  };
}

function readService(categoryId: string, productId: string, problem: OsmProblem): Service {
  const { business_type_id: id, business_type_name: name } = problem;
  return { id: [categoryId, productId, id].join(separator), name, description: '' };
}

function readIds(serviceId: string) {
  const [categoryId, productId, problemId] = serviceId.split(separator);
  if (categoryId === undefined || productId === undefined || problemId === undefined) throw gone();
  return { categoryId, productId, problemId };
}

function gone(): TicketError {
  return new TicketError('conflict', {
    detail: 'the form has changed',
    hint: message('The form of this service has changed. Open it again.'),
  });
}
