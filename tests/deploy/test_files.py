"""The files of deployment that nothing here can run: whether they agree with each other and with published schemas."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.deploy.site import DEPLOY, DOCKERFILE, ROOT, Image

IMAGE = Image.read()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
MANIFESTS: dict[str, Any] = {
    manifest["kind"]: manifest
    for manifest in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
}
KUSTOMIZATION = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text(encoding="utf-8"))
POD = MANIFESTS["Deployment"]["spec"]["template"]
CONTAINERS: dict[str, Any] = {container["name"]: container for container in POD["spec"]["containers"]}
OLDEST, NEWEST = "1.30", kubernetes_validate.latest_version()  # 1.30: the first in which all that we use is stable


# The image -----------------------------------------------------------------------------------------------------------


def test_the_image_has_all_that_the_app_is_made_of() -> None:
    assert {"app.py", "pages", "viz", ".streamlit"} <= set(IMAGE.sources)
    assert all((ROOT / source).exists() for source in IMAGE.sources)
    assert (ROOT / IMAGE.command[-1]).is_file()


def test_the_builder_is_sent_only_what_is_copied() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {*IMAGE.sources, "requirements.txt"}
    assert any(fnmatch(".streamlit/secrets.toml", rule) for rule in rules[1:])


def test_the_image_is_pinned_and_runs_as_nobody_in_particular() -> None:
    said = DOCKERFILE.read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", said, re.MULTILINE)
    assert {base.partition("@")[0] for base in bases} == {"python:3.11-slim-bookworm"}
    assert "--require-hashes" in said
    assert int(re.findall(r"^USER (\d+):\d+$", said, re.MULTILINE)[-1]) > 0
    assert "/_stcore/health" in said[said.index("HEALTHCHECK") :]
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.-]+==", requirements, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[\w.-]+", requirements, re.MULTILINE)) > 10


# Compose -------------------------------------------------------------------------------------------------------------


def test_compose_runs_as_many_replicas_as_are_asked_for() -> None:
    assert COMPOSE["services"]["app"]["deploy"]["replicas"] == "${REPLICAS:-3}"
    assert "container_name" not in COMPOSE["services"]["app"]
    assert "ports" not in COMPOSE["services"]["app"]  # visitors come in through nginx only
    servers = re.findall(r"^server (\w+):(\d+)", (DEPLOY / "replicas.conf").read_text(encoding="utf-8"), re.MULTILINE)
    assert servers == [("app", COMPOSE["services"]["app"]["expose"][0])]
    assert COMPOSE["services"]["nginx"]["depends_on"] == {"app": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_services_of_compose_are_confined(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"


def test_nginx_gets_its_files_and_its_port() -> None:
    nginx = COMPOSE["services"]["nginx"]
    mounted = dict(volume.split(":")[:2] for volume in nginx["volumes"])
    assert all((DEPLOY / source).is_file() for source in mounted)
    assert set(mounted.values()) == {"/etc/nginx/nginx.conf", "/etc/nginx/replicas.conf"}
    (port,) = re.findall(r"listen (\d+);", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert nginx["ports"] == ["${PORT:-8080}:" + port]


# Kubernetes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("kind", MANIFESTS)
def test_manifests_follow_the_published_schemas(kind: str, version: str) -> None:
    kubernetes_validate.validate(MANIFESTS[kind], version, strict=True)


def test_the_schemas_tell_a_fault() -> None:
    wrong = MANIFESTS["Service"] | {"spec": {"ports": [{"port": "eighty"}]}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, NEWEST, strict=True)


def test_there_is_all_that_a_cluster_needs() -> None:
    assert set(MANIFESTS) == {"Deployment", "Service", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget"}
    labels = POD["metadata"]["labels"]
    assert MANIFESTS["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFESTS["Service"]["spec"]["selector"] == labels
    (rule,) = MANIFESTS["Ingress"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    (port,) = MANIFESTS["Service"]["spec"]["ports"]
    assert path["backend"]["service"] == {"name": "relu-lab", "port": {"name": port["name"]}}
    assert port["targetPort"] in {port["name"] for port in CONTAINERS["nginx"]["ports"]}
    scaled = MANIFESTS["HorizontalPodAutoscaler"]["spec"]
    assert scaled["scaleTargetRef"]["name"] == MANIFESTS["Deployment"]["metadata"]["name"]
    assert "replicas" not in MANIFESTS["Deployment"]["spec"]
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["maxUnavailable"] < scaled["minReplicas"]


@pytest.mark.parametrize("name", CONTAINERS)
def test_containers_are_confined_and_watched(name: str) -> None:
    container = CONTAINERS[name]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert POD["spec"]["securityContext"]["runAsNonRoot"] is True
    assert {"requests", "limits"} == set(container["resources"])
    assert container["readinessProbe"]["httpGet"]["path"] == "/_stcore/health"
    ports = {port["name"] for port in container["ports"]}
    assert container["readinessProbe"]["httpGet"]["port"] in ports
    volumes = {volume["name"] for volume in POD["spec"]["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} <= volumes


def test_both_controllers_keep_a_visitor_by_cookie() -> None:
    traefik, nginx = MANIFESTS["Service"]["metadata"]["annotations"], MANIFESTS["Ingress"]["metadata"]["annotations"]
    assert traefik["traefik.ingress.kubernetes.io/service.sticky.cookie"] == "true"
    assert nginx["nginx.ingress.kubernetes.io/affinity"] == "cookie"


def test_the_pod_has_the_nginx_of_compose() -> None:
    assert CONTAINERS["nginx"]["image"] == COMPOSE["services"]["nginx"]["image"]
    (files,) = KUSTOMIZATION["configMapGenerator"]
    assert files["files"] == ["nginx.conf"]
    (replicas,) = files["literals"]
    assert replicas == f"replicas.conf=server 127.0.0.1:{CONTAINERS['app']['ports'][0]['containerPort']};"
    (volume,) = (volume for volume in POD["spec"]["volumes"] if "configMap" in volume)
    assert volume["configMap"]["name"] == files["name"]
    assert [image["name"] for image in KUSTOMIZATION["images"]] == [CONTAINERS["app"]["image"].partition(":")[0]]


def test_limits_agree_wherever_they_are_said() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    (largest,) = (int(size) for size in re.findall(r"^maxUploadSize = (\d+)", config, re.MULTILINE))
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert f"client_max_body_size {largest + 1}m;" in nginx
    annotations = MANIFESTS["Ingress"]["metadata"]["annotations"]
    assert annotations["nginx.ingress.kubernetes.io/proxy-body-size"] == f"{largest + 1}m"
    assert "enableCORS = true" in config
    assert "enableXsrfProtection = true" in config
