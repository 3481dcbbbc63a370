/**
 * Stands in for the types of `openapi3-ts`, to which the declarations of http-spec lead: that package ships its sources, and the
 * compiler would hold them to our rules. Only the names that those declarations use; we read documents as plain data.
 */
export type BaseParameterObject = Record<string, unknown>;
export type HeaderObject = Record<string, unknown>;
export type OAuthFlowObject = Record<string, unknown>;
export type RequestBodyObject = Record<string, unknown>;
export type ResponseObject = Record<string, unknown>;
export type SecuritySchemeObject = Record<string, unknown>;
export type ServerObject = Record<string, unknown>;
export type ServerVariableObject = Record<string, unknown>;
export type ParameterObject = Record<string, unknown>;
export type InfoObject = Record<string, unknown>;
export type OpenAPIObject = Record<string, unknown>;
export type OperationObject = Record<string, unknown>;
export type SchemaObject = Record<string, unknown>;
export type PathItemObject = Record<string, unknown>;
export type ISpecificationExtension = Record<string, unknown>;
export type ParameterLocation = 'query' | 'header' | 'path' | 'cookie';
