import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import {
  areaCodes,
  dimensions,
  findCategory,
  findProblem,
  regions,
  severities,
  subTypes,
  type ExtendsParam,
  type ProductCategory,
} from './catalog.ts';
import type { Language } from './language.ts';
import { answerWith, type Osm, type OsmCall } from './osm.ts';
import { osmRefusal } from './refusals.ts';

/** GET …/config/categories. */
export function listCategories(_osm: Osm, { language }: OsmCall): HuaweiAnswer {
  return answerWith({
    total_count: subTypes.length,
    incident_sub_type_list: subTypes.map(({ id, name, categories }) => ({
      incident_sub_type_id: id,
      incident_sub_type_name: name[language],
      incident_product_category_list: categories.map((category) => viewCategory(category, language)),
    })),
  });
}

/** GET …/config/product-categories; the name is looked for in the caller's language. */
export function listProducts(_osm: Osm, { language, request }: OsmCall): HuaweiAnswer {
  const name = (request.query.one('product_category_name') ?? '').toLowerCase();
  const found = subTypes
    .flatMap(({ categories }) => categories)
    .filter((category) => category.name[language].toLowerCase().includes(name));
  return answerWith({
    total_count: found.length,
    incident_product_category_list: found.map((category) => viewCategory(category, language)),
  });
}

function viewCategory(
  { id, name, description, acronym, businessTypes }: ProductCategory,
  language: Language,
): JsonObject {
  return {
    incident_product_category_id: id,
    incident_product_category_name: name[language],
    incident_product_category_desc: description[language],
    incident_product_category_acronym: acronym,
    can_use_support_plan: businessTypes.some(({ canUseSupportPlan }) => canUseSupportPlan),
  };
}

/** GET …/config/problems. @throws Refusal */
export function listProblems(_osm: Osm, { language, request }: OsmCall): HuaweiAnswer {
  const category = findCategory(request.query.one('product_category_id') ?? '');
  if (category === undefined) throw osmRefusal('01010001', 'product_category_id');
  return answerWith({
    total_count: category.businessTypes.length,
    incident_business_type_list: category.businessTypes.map(({ id, name, caseType, canUseSupportPlan }) => ({
      business_type_id: id,
      business_type_name: name[language],
      case_type: caseType,
      can_use_support_plan: canUseSupportPlan,
    })),
  });
}

/** GET …/config/templates. @throws Refusal */
export function listTemplates(_osm: Osm, call: OsmCall): HuaweiAnswer {
  const { id, name, template } = readProblem(call);
  const list =
    template === undefined
      ? []
      : [
          {
            incident_template_id: `template-${id.slice(-4)}`,
            incident_template_name: name[call.language],
            incident_template_content: template[call.language],
          },
        ];
  return answerWith({ total_count: list.length, incident_template_list: list });
}

/** GET …/config/severities: nothing is asked where it is a question. @throws Refusal */
export function listSeverities(_osm: Osm, call: OsmCall): HuaweiAnswer {
  const show = readProblem(call).caseType === '5';
  return answerWith({
    show,
    severity_list: show
      ? severities.map(({ id, name }) => ({
          severity_id: id,
          severity_name: name[call.language],
          language: call.language === 'zh' ? 'zh-cn' : 'en-us',
        }))
      : [],
  });
}

/** GET …/config/regions. */
export function listRegions(_osm: Osm, { language }: OsmCall): HuaweiAnswer {
  return answerWith({
    total_count: regions.length,
    data_center_list: regions.map(({ id, name, type }) => {
      return { type, region_id: id, region_name: name[language], is_sensitive: 0 };
    }),
  });
}

/** GET …/config/extends-map. @throws Refusal */
export function listExtendsParams(_osm: Osm, call: OsmCall): HuaweiAnswer {
  const { extendsParams = [], caseType } = readProblem(call);
  const { language } = call;
  return answerWith({
    extends_params: extendsParams.map((param) => viewExtendsParam(param, language)),
    common_params: [
      {
        param_key: 'region_id',
        param_name: language === 'zh' ? '区域' : 'Region',
        is_show: 1,
        is_required: caseType === '5' ? 1 : 0,
      },
    ],
  });
}

function viewExtendsParam(param: ExtendsParam, language: Language): JsonObject {
  return {
    param_key: param.key,
    param_name: param.name[language],
    param_desc: param.tips[language],
    tips: param.tips[language],
    language: language === 'zh' ? 'zh-cn' : 'en-us',
    param_type: param.type,
    required: param.isRequired ? 1 : 0,
    is_show: 1,
    is_sensitive: param.isSensitive === true ? 1 : 0,
    length: param.length ?? 255,
    min_value: param.min ?? null,
    max_value: param.max ?? null,
    default_value: param.defaultValue ?? '',
    select_item: param.items?.join(',') ?? '',
  };
}

/** GET …/config/area-codes. */
export function listAreaCodes(_osm: Osm, { language }: OsmCall): HuaweiAnswer {
  return answerWith({
    area_code_list: areaCodes.map(({ id, code, name }) => ({ id, area_code: code, area_name: name[language] })),
  });
}

/** GET …/config/satisfaction-dimensions. */
export function listDimensions(_osm: Osm, { language }: OsmCall): HuaweiAnswer {
  return answerWith({
    total_count: dimensions.length,
    satisfaction_dimension_list: dimensions.map((dimension) => ({
      satisfaction_id: dimension.id,
      satisfaction_name: dimension.name[language],
      satisfaction_desc: dimension.description[language],
      value: dimension.total,
      per_value: dimension.perStep,
      sat_category_id: dimension.categoryId,
    })),
  });
}

/** GET …/config/limits. */
export function listLimits(): HuaweiAnswer {
  return answerWith({ config: { create_case_ccemail_max_count: 5 } });
}

/** GET …/quotas: a support plan gives a number of tickets. @throws Refusal */
export function listQuotas(_osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith(readProblem(call).canUseSupportPlan ? { total: 20, un_used: 17 } : { total: 0, un_used: 0 });
}

/** GET …/carbon-copy-emails. */
export function listCcEmails({ account }: Osm, { caller }: OsmCall): HuaweiAnswer {
  return answerWith({
    cc_email_info: {
      user_id: caller.user.id,
      customer_id: account.domainId,
      cc_email: account.users.map(({ mail }) => mail).join(','),
    },
    mc_email_infos: [],
  });
}

function readProblem({ request }: OsmCall): NonNullable<ReturnType<typeof findProblem>>['businessType'] {
  const problem = findProblem(request.query.one('business_type_id') ?? '');
  if (problem === undefined) throw osmRefusal('01010001', 'business_type_id');
  return problem.businessType;
}
